package io.d365hub.broker;

import io.d365hub.message.Integration;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * The hub's queues: creates them and looks into them. All are durable and anycast, and all but the park queues exclusive
 * (one consumer at a time, in order; others wait). Thread-safe.
 */
public final class Queues {

    private static final int NO_WINDOW = -1;
    private static final int NO_RATE = -1;

    private final BrokerConnections connections;

    public Queues(BrokerConnections connections) {
        this.connections = connections;
    }

    /** Where a message was found. */
    public enum Found {
        WORK,
        PARK,
        /** In no queue of the integration, or in the hands of a lane, which alone knows. */
        NOWHERE,
        /** The queues hold more messages than may be searched. */
        TOO_MANY_TO_SEARCH
    }

    /** Creates the queues that do not belong to an integration; those that exist stay as they are. */
    public void ensureHubQueues() {
        withSession(session -> {
            create(session, QueueNames.RECEIPTS);
            create(session, QueueNames.DEAD_LETTERS);
            // What counts of a marker is its duplicate id, which the broker remembers without the message.
            create(session, queue(QueueNames.REPLAYS, true).setRingSize(1L));
            create(session, queue(QueueNames.EVENTS, true).setRingSize(1L));
            create(session, QueueNames.BROKER_DEAD_LETTERS);
            return null;
        });
    }

    /**
     * Creates the queues of an integration: its door if it has one, and work and park queue of each partition. Those that exist stay
     * as they are.
     *
     * @throws IllegalStateException when the integration had another number of partitions and messages still lie in
     *     them: their keys would lose their order
     */
    public void ensure(Integration integration) {
        ensure(integration.name(), integration.partitions(), integration.pushed());
    }

    /** As {@link #ensure(Integration)}, with a door. */
    public void ensure(String integration, int partitions) {
        ensure(integration, partitions, true);
    }

    private void ensure(String integration, int partitions, boolean door) {
        if (allAreThere(integration, partitions, door)) {
            return;
        }
        withSession(session -> {
            int before = partitionsBefore(session, integration);
            if (before != 0 && before != partitions) {
                dropEmpty(session, integration, before, partitions);
            }
            if (door) {
                create(session, QueueNames.door(integration));
            }
            for (int n = 0; n < partitions; n++) {
                createPark(session, QueueNames.park(integration, n));
            }
            // Work queues last and in descending order: queue 0 says that all of them are there.
            for (int n = partitions - 1; n >= 0; n--) {
                create(session, QueueNames.work(integration, n));
            }
            return null;
        });
    }

    /** A thousand subscriptions start in the time of one: none of them opens a connection to see what is there. */
    private boolean allAreThere(String integration, int partitions, boolean door) {
        boolean all = !door || connections.has(QueueNames.door(integration));
        for (int n = 0; all && n < partitions; n++) {
            all = connections.has(QueueNames.park(integration, n)) && connections.has(QueueNames.work(integration, n));
        }
        return all && !connections.has(QueueNames.work(integration, partitions));
    }

    /** Creates a queue that routes send to and other systems receive from. */
    public void ensureOut(String name) {
        withSession(session -> {
            create(session, queue(QueueNames.out(name), false));
            return null;
        });
    }

    /** Creates a topic that routes send to. */
    public void ensureTopic(String name) {
        withSession(session -> {
            ensureTopic(session, name);
            return null;
        });
    }

    /**
     * Creates a durable subscription of such a topic, and the topic.
     *
     * @return where its messages are received
     */
    public String ensureSubscription(String topic, String subscription) {
        String address = QueueNames.out(topic);
        String queue = address + "." + subscription;
        return withSession(session -> {
            ensureTopic(session, topic);
            create(session, queue(queue, false).setAddress(address).setRoutingType(RoutingType.MULTICAST));
            return address + "::" + queue;
        });
    }

    private static void ensureTopic(ClientSession session, String name) throws ActiveMQException {
        SimpleString address = SimpleString.of(QueueNames.out(name));
        if (!session.addressQuery(address).isExists()) {
            try {
                session.createAddress(address, RoutingType.MULTICAST, false);
            } catch (ActiveMQException e) {
                if (e.getType() != ActiveMQExceptionType.ADDRESS_EXISTS) {
                    throw e;
                }
            }
        }
    }

    private static int partitionsBefore(ClientSession session, String integration) throws ActiveMQException {
        int partitions = 0;
        while (exists(session, QueueNames.work(integration, partitions))) {
            partitions++;
        }
        return partitions;
    }

    private static void dropEmpty(ClientSession session, String integration, int before, int now)
            throws ActiveMQException {
        long waiting = 0;
        for (int n = 0; n < before; n++) {
            waiting += count(session, QueueNames.work(integration, n));
            waiting += count(session, QueueNames.park(integration, n));
        }
        if (waiting > 0) {
            throw new IllegalStateException(
                    ("Integration '%s' was started with %d partitions before and now has %d, while %d messages still"
                                    + " wait in the old ones; messages of one record key could overtake each other."
                                    + " Set partitions=%d again, let it drain, then change it.")
                            .formatted(integration, before, now, waiting, before));
        }
        // From the end: should this stop half-way, what is left still counts as the old number.
        for (int n = before - 1; n >= now; n--) {
            session.deleteQueue(QueueNames.work(integration, n));
            session.deleteQueue(QueueNames.park(integration, n));
        }
    }

    /** Messages of an integration that are in the broker: in its door, its work and its park queues. */
    public long depth(Integration integration) {
        BrokerState state = connections.state();
        long depth = state.depth(QueueNames.door(integration.name()));
        for (int n = 0; n < integration.partitions(); n++) {
            depth += state.depth(QueueNames.work(integration.name(), n));
            depth += state.depth(QueueNames.park(integration.name(), n));
        }
        return depth;
    }

    /** Markers in the park queues of an integration: they hold record keys and are no messages of anybody. */
    public long holds(Integration integration) {
        return withSession(session -> {
            session.start();
            long holds = 0;
            for (int n = 0; n < integration.partitions(); n++) {
                holds += holds(session, SimpleString.of(QueueNames.park(integration.name(), n)));
            }
            return holds;
        });
    }

    private static long holds(ClientSession session, SimpleString park) throws ActiveMQException {
        SimpleString filter =
                SimpleString.of(ControlMessages.CONTROL + " = '" + ControlMessages.Kind.HOLD.name() + "'");
        long holds = 0;
        // With a window, receiveImmediate ends where the window ends. Markers are small.
        try (ClientConsumer browser = session.createConsumer(park, filter, NO_WINDOW, NO_RATE, true)) {
            while (browser.receiveImmediate() != null) {
                holds++;
            }
        }
        return holds;
    }

    /**
     * Looks for a message in the work and park queues of an integration.
     *
     * @param mostMessages gives up when the queues hold more than this: a search reads them all
     */
    public Found find(Integration integration, UUID message, long mostMessages) {
        if (depth(integration) > mostMessages) {
            return Found.TOO_MANY_TO_SEARCH;
        }
        return withSession(session -> {
            session.start();
            for (int n = 0; n < integration.partitions(); n++) {
                if (contains(session, QueueNames.work(integration.name(), n), message)) {
                    return Found.WORK;
                }
                if (contains(session, QueueNames.park(integration.name(), n), message)) {
                    return Found.PARK;
                }
            }
            return Found.NOWHERE;
        });
    }

    private static boolean contains(ClientSession session, String queue, UUID message) throws ActiveMQException {
        SimpleString name = SimpleString.of(queue);
        if (!session.queueQuery(name).isExists()) {
            return false;
        }
        SimpleString filter = SimpleString.of(MessageCodec.ID + " = '" + message + "'");
        try (ClientConsumer browser = session.createConsumer(name, filter, true)) {
            return browser.receiveImmediate() != null;
        }
    }

    private static void create(ClientSession session, String name) throws ActiveMQException {
        create(session, queue(name, true));
    }

    /** Not exclusive: a lane reads some keys with one consumer and takes the marker of another key with a second one. */
    private static void createPark(ClientSession session, String name) throws ActiveMQException {
        create(session, queue(name, false));
    }

    private static QueueConfiguration queue(String name, boolean exclusive) {
        return QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setExclusive(exclusive)
                .setAutoDelete(false);
    }

    private static void create(ClientSession session, QueueConfiguration queue) throws ActiveMQException {
        SimpleString name = queue.getName();
        if (exists(session, name.toString())) {
            return;
        }
        try {
            // Nobody else uses the addresses of an integration. Asking for one makes the broker look through all that
            // it has.
            if (QueueNames.isOfIntegration(name.toString())
                    || !session.addressQuery(queue.getAddress()).isExists()) {
                session.createAddress(queue.getAddress(), RoutingType.ANYCAST, false);
            }
            session.createQueue(queue);
        } catch (ActiveMQException e) {
            // Another process of the hub was quicker.
            if (e.getType() != ActiveMQExceptionType.QUEUE_EXISTS
                    && e.getType() != ActiveMQExceptionType.ADDRESS_EXISTS) {
                throw e;
            }
        }
    }

    private static boolean exists(ClientSession session, String name) throws ActiveMQException {
        return session.queueQuery(SimpleString.of(name)).isExists();
    }

    private static long count(ClientSession session, String name) throws ActiveMQException {
        return session.queueQuery(SimpleString.of(name)).getMessageCount();
    }

    private interface Work<T> {
        T in(ClientSession session) throws ActiveMQException;
    }

    private <T> T withSession(Work<T> work) {
        try (BrokerConnection connection = connections.service()) {
            return work.in(connection.session());
        } catch (ActiveMQException e) {
            throw BrokerConnections.unavailable(e);
        }
    }
}
