package io.d365hub.bus;

import java.util.Objects;

/**
 * A queue, a topic, or the queue of a topic's subscription.
 *
 * @param name of the queue or topic
 * @param topic whether it is a topic
 * @param subscription of the topic; empty for none
 */
public record Destination(String name, boolean topic, String subscription) {

    public Destination {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(subscription, "subscription");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a queue or topic needs a name");
        }
    }

    public static Destination queue(String name) {
        return new Destination(name, false, "");
    }

    public static Destination topic(String name) {
        return new Destination(name, true, "");
    }

    public static Destination subscription(String topic, String subscription) {
        return new Destination(topic, true, subscription);
    }

    /**
     * Where messages come from, as a route says it: a queue, or a topic and its subscription.
     *
     * @param whose the words for the option's owner
     * @throws IllegalArgumentException when neither, both or half of the second is given
     */
    public static Destination of(String queue, String topic, String subscription, String whose) {
        boolean fromTopic = !topic.isBlank() && !subscription.isBlank();
        if (queue.isBlank() == topic.isBlank() || topic.isBlank() != subscription.isBlank()) {
            throw new IllegalArgumentException("Options of " + whose
                    + " do not say where messages come from. Set 'queue', or 'topic' and" + " 'subscription'.");
        }
        return fromTopic ? subscription(topic, subscription) : queue(queue);
    }

    /** Its name, and that of the subscription. */
    public String path() {
        return subscription.isEmpty() ? name : name + "/" + subscription;
    }

    /** As logs and operators name it. */
    @Override
    public String toString() {
        return (topic ? "topic '" : "queue '") + name + "'"
                + (subscription.isEmpty() ? "" : ", subscription '" + subscription + "'");
    }
}
