package io.d365hub;

import io.d365hub.broker.BrokerState;
import io.d365hub.broker.QueueNames;
import io.d365hub.ledger.QueueDepths;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts the messages that wait in the broker, for the ledger. Thread-safe. */
final class BrokerDepths implements QueueDepths {

    private final BrokerState broker;
    private final Integrations integrations;

    BrokerDepths(BrokerState broker, Integrations integrations) {
        this.broker = broker;
        this.integrations = integrations;
    }

    @Override
    public Set<String> integrations() {
        return integrations.all().stream().map(Integration::name).collect(Collectors.toSet());
    }

    @Override
    public long queued(String integration) {
        return integrations.find(integration).map(this::queued).orElse(0L);
    }

    @Override
    public long receipts() {
        return broker.depth(QueueNames.RECEIPTS);
    }

    private long queued(Integration integration) {
        long depth = broker.depth(QueueNames.door(integration.name()));
        for (int n = 0; n < integration.partitions(); n++) {
            depth += broker.depth(QueueNames.work(integration.name(), n));
            depth += broker.depth(QueueNames.park(integration.name(), n));
        }
        return depth;
    }
}
