package io.d365hub.webhook.event;

import java.util.Objects;

/**
 * A queue, or a topic's subscription, that Dataverse's events come from.
 *
 * @param connection name of the bus
 * @param queue empty when it is a topic
 * @param topic empty when it is a queue
 * @param subscription of the topic; empty when it is a queue
 */
public record EventQueue(String connection, String queue, String topic, String subscription) {

    public EventQueue {
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(subscription, "subscription");
    }

    /** What Dataverse sends to. */
    public String path() {
        return queue.isEmpty() ? topic : queue;
    }

    /** What Dataverse sends to, at its bus: the same for all subscriptions of a topic. */
    public String endpoint() {
        return connection + "/" + path();
    }

    /** Tells it from all others, and from hooks, whose names have no slash. */
    public String key() {
        return endpoint() + (subscription.isEmpty() ? "" : "/" + subscription);
    }
}
