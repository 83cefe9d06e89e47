package io.d365hub.webhook.event;

import java.util.Objects;
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
 */
public record Subscription(
        String integration,
        String hook,
        Set<String> tables,
        Set<String> messages,
        Set<String> columns,
        Set<String> images) {

    public Subscription {
        Objects.requireNonNull(integration, "integration");
        Objects.requireNonNull(hook, "hook");
        tables = Set.copyOf(tables);
        messages = Set.copyOf(messages);
        columns = Set.copyOf(columns);
        images = Set.copyOf(images);
    }

    boolean wants(EventHead head) {
        return messages.contains(head.message()) && tables.contains(head.table());
    }
}
