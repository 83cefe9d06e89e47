package io.d365hub.webhook.event;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a route wants.
 *
 * @param integration the route's integration
 * @param hook the last segment of the address that Dataverse posts to
 * @param tables logical names
 * @param messages such as {@code Update}
 * @param columns logical names; an update that names none of them is not told; empty for all
 * @param images columns of the images before and after; empty for no images
 * @param queue where the events come from instead of a hook
 */
public record Subscription(
        String integration,
        String hook,
        Set<String> tables,
        Set<String> messages,
        Set<String> columns,
        Set<String> images,
        Optional<EventQueue> queue) {

    public Subscription {
        Objects.requireNonNull(integration, "integration");
        Objects.requireNonNull(hook, "hook");
        tables = Set.copyOf(tables);
        messages = Set.copyOf(messages);
        columns = Set.copyOf(columns);
        images = Set.copyOf(images);
    }

    /** A subscription to a hook. */
    public Subscription(
            String integration,
            String hook,
            Set<String> tables,
            Set<String> messages,
            Set<String> columns,
            Set<String> images) {
        this(integration, hook, tables, messages, columns, images, Optional.empty());
    }

    /** The name of the hook, or of the queue; no hook is called like a queue. */
    public String source() {
        return queue.map(EventQueue::key).orElse(hook);
    }

    /** What Dataverse's endpoint is called by: the hook, or the queue or topic that it sends to. */
    public String endpoint() {
        return queue.map(EventQueue::endpoint).orElse(hook);
    }

    boolean wants(EventHead head) {
        return messages.contains(head.message()) && tables.contains(head.table());
    }
}
