package io.d365hub.broker;

import java.util.Optional;

/** Names of the hub's queues. Each queue has an address of the same name (anycast). */
public final class QueueNames {

    /** Receipts of the lanes, on their way into the ledger. Exclusive: they are folded in order. */
    public static final String RECEIPTS = "hub.receipts";

    /** Dead letters of the lanes, on their way into the database. Exclusive: they are stored in order. */
    public static final String DEAD_LETTERS = "hub.dead-letters";

    /** Carries the duplicate ids of replay chunks and nothing else, so that no other traffic pushes them out. */
    public static final String REPLAYS = "hub.replays";

    /** Carries the duplicate ids of events that go to several integrations and nothing else, for the same reason. */
    public static final String EVENTS = "hub.events";

    /** Where the broker itself puts what it gives up on; nothing should ever arrive here. */
    public static final String BROKER_DEAD_LETTERS = "hub.broker-dead-letters";

    /** The work queues of subscriptions to webhooks, as address settings match them; there may be a thousand. */
    static final String SUBSCRIPTIONS = "work.webhook.#";

    private static final String DOOR = "push.";
    private static final String OUT = "out.";
    private static final String WORK = "work.";
    private static final String PARK = "park.";

    private QueueNames() {}

    /** Where other systems send messages for an integration over JMS. */
    public static String door(String integration) {
        return DOOR + integration;
    }

    /** The integration whose door this address is; empty when it is not a door. */
    public static Optional<String> integrationOfDoor(String address) {
        return address.startsWith(DOOR) ? Optional.of(address.substring(DOOR.length())) : Optional.empty();
    }

    /** A queue or topic of this broker that routes send to and other systems receive from. */
    public static String out(String name) {
        return OUT + name;
    }

    /** The queue or topic that this address, or the queue of a subscription, belongs to; empty when it is none of them. */
    public static Optional<String> nameOfOut(String address) {
        return address.startsWith(OUT)
                ? Optional.of(address.substring(OUT.length()).split("::", 2)[0])
                : Optional.empty();
    }

    /** One partition of an integration's accepted messages. */
    public static String work(String integration, int partition) {
        return WORK + integration + "." + partition;
    }

    /** Messages of one partition that wait by themselves. */
    public static String park(String integration, int partition) {
        return PARK + integration + "." + partition;
    }

    /** Whether its messages may carry duplicate ids: copies of events have one together, elsewhere. */
    static boolean mayHaveIds(String queue) {
        return queue.startsWith(WORK) && !queue.startsWith(SUBSCRIPTIONS.substring(0, SUBSCRIPTIONS.length() - 1));
    }

    /** Whether it is a work or park queue. */
    static boolean isOfIntegration(String queue) {
        return queue.startsWith(WORK) || queue.startsWith(PARK);
    }
}
