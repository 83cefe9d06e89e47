package io.d365hub.webhook.registration;

import io.d365hub.webhook.event.Subscription;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A step as it should be.
 *
 * @param name by which it is known again
 * @param message such as {@code Update}
 * @param table logical name; empty for messages of no table
 * @param columns whose updates count; empty for all
 * @param images columns of the image; empty for no image
 */
record WantedStep(String name, String message, String table, Set<String> columns, Set<String> images) {

    private static final String UPDATE = "Update";

    static WantedStep of(String endpoint, String message, String table, Subscription subscription) {
        return new WantedStep(
                endpoint + ": " + message + (table.isEmpty() ? "" : " of " + table),
                message,
                table,
                message.equals(UPDATE) ? subscription.columns() : Set.of(),
                imageType(message).isPresent() ? subscription.images() : Set.of());
    }

    /** The same for two routes that want to hear of it. */
    static WantedStep with(WantedStep one, WantedStep other) {
        return new WantedStep(
                one.name,
                one.message,
                one.table,
                one.columns.isEmpty() || other.columns.isEmpty() ? Set.of() : union(one.columns, other.columns),
                union(one.images, other.images));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }

    /** 0 before, 1 after, 2 both: what the message has. Nothing for messages that have no images for us. */
    static Optional<Integer> imageType(String message) {
        return switch (message) {
            case "Create" -> Optional.of(1);
            case UPDATE -> Optional.of(2);
            case "Delete" -> Optional.of(0);
            default -> Optional.empty();
        };
    }

    String columnList() {
        return String.join(",", new TreeSet<>(columns));
    }

    String imageList() {
        return String.join(",", new TreeSet<>(images));
    }
}
