package io.d365hub.broker;

import io.d365hub.access.ApiClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What lies in the folder of a broker that does not run.
 *
 * @param node id of the broker
 * @param depths how many messages lie in each queue that has any
 */
public record StoredBroker(String node, Map<String, Long> depths) {

    private static final int NEVER_FULL = 101;

    public StoredBroker {
        depths = Map.copyOf(depths);
    }

    /**
     * Opens the broker of this folder, which nobody else may use, counts, and closes it again. Its files are afterwards as after
     * a start and a stop: no message is changed.
     *
     * @throws BrokerStartException when it cannot be opened
     */
    public static StoredBroker in(Path folder) throws InterruptedException {
        BrokerSettings defaults = BrokerSettings.in(folder);
        BrokerSettings alone = new BrokerSettings(
                folder,
                defaults.host(),
                BrokerSettings.NO_PORT,
                defaults.hubUser(),
                Optional.empty(),
                NEVER_FULL,
                Duration.ofMinutes(1),
                defaults.memoryBytes(),
                defaults.queueMemoryBytes(),
                defaults.pageBytes(),
                defaults.maxMessageBytes(),
                defaults.journalBufferTimeout(),
                defaults.journalDatasync());
        try (EmbeddedBroker broker = EmbeddedBroker.start(alone, ApiClients::none)) {
            broker.awaitCounters();
            return new StoredBroker(broker.node(), broker.depths());
        }
    }
}
