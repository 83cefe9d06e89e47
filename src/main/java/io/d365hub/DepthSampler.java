package io.d365hub;

import io.d365hub.broker.BrokerState;
import io.d365hub.intake.IntakePressure;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** Looks now and then how full the hub is, for the doors, which ask for each request and must not wait. Thread-safe. */
final class DepthSampler implements IntakePressure {

    private final BrokerState broker;
    private final ToLongFunction<Integration> depth;
    private final Integrations integrations;
    private final double diskLimit;
    private final LetterLimit letters;
    private final Map<String, Long> queued = new ConcurrentHashMap<>();
    private volatile Optional<String> closed = Optional.empty();

    /**
     * A sampler that has not looked yet.
     *
     * @param depth counts the messages of an integration that wait
     * @param diskLimit share of the disk in use, 0 to 1, above which nothing is taken
     * @param letters closes the doors too
     */
    DepthSampler(
            BrokerState broker,
            ToLongFunction<Integration> depth,
            Integrations integrations,
            double diskLimit,
            LetterLimit letters) {
        this.broker = broker;
        this.depth = depth;
        this.integrations = integrations;
        this.diskLimit = diskLimit;
        this.letters = letters;
    }

    /** Looks; to be called about every 100 ms. */
    void sample() {
        // A thousand subscriptions to webhooks have queues, too, and no door.
        integrations.all().stream()
                .filter(Integration::pushed)
                .forEach(integration -> queued.put(integration.name(), depth.applyAsLong(integration)));
        double disk = broker.diskUsage().orElse(0);
        if (broker.blocked()) {
            closed = Optional.of(
                    "The hub's message store takes no messages just now: its disk is full or it has stopped.");
        } else if (disk > diskLimit) {
            closed = Optional.of("The disk of the hub's message store is %.0f %% full.".formatted(disk * 100));
        } else {
            closed = letters.closed();
        }
    }

    @Override
    public long queued(String integration) {
        return queued.getOrDefault(integration, 0L);
    }

    @Override
    public Optional<String> closed() {
        return closed;
    }
}
