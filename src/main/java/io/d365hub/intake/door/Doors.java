package io.d365hub.intake.door;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.Queues;
import io.d365hub.intake.MessageCheck;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.Sequence;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * The JMS doors of all integrations that run in this process. Make one, {@link #open} it once, close it before the
 * connections. Thread-safe.
 */
public final class Doors implements AutoCloseable {

    private final BrokerConnections connections;
    private final Integrations integrations;
    private final DoorReader reader;
    private final DoorSettings settings;
    private final Queues queues;
    private final Map<String, DoorForwarder> forwarders = new HashMap<>();
    private boolean closed;

    /**
     * Doors that are still shut.
     *
     * @param check the same that HTTP asks
     * @param sequence the same that HTTP draws from
     */
    public Doors(
            BrokerConnections connections,
            Integrations integrations,
            MessageCheck check,
            Sequence sequence,
            Clock clock,
            DoorSettings settings) {
        this.connections = connections;
        this.integrations = integrations;
        this.reader = new DoorReader(check, sequence, clock, settings);
        this.settings = settings;
        this.queues = new Queues(connections);
    }

    /** Opens the door of every integration that is there and of every one that comes. */
    public void open() {
        integrations.onRegistered(this::open);
    }

    private synchronized void open(Integration integration) {
        if (closed || !integration.pushed()) {
            return;
        }
        DoorForwarder before = forwarders.remove(integration.name());
        if (before != null) {
            before.close();
        }
        queues.ensure(integration);
        forwarders.put(
                integration.name(),
                new DoorForwarder(integration.name(), connections, integrations, reader, settings.batch()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        forwarders.values().forEach(DoorForwarder::close);
        forwarders.clear();
    }
}
