package io.d365hub.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.persistence.StorageManager;

/** Duplicate ids of some messages that go into the journal together, a record for each integration. Not thread-safe. */
final class IdBatch {

    private final Map<RememberedIds, Part> parts = new HashMap<>(2);

    private static final class Part {
        final List<UUID> ids = new ArrayList<>();
        long recordId;
        int unknown;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    void add(RememberedIds place, UUID id) {
        parts.computeIfAbsent(place, none -> new Part()).ids.add(id);
    }

    void addAll(IdBatch other) {
        other.parts.forEach((place, part) -> {
            Part own = parts.computeIfAbsent(place, none -> new Part());
            own.ids.addAll(part.ids);
            own.unknown += part.unknown;
        });
    }

    void forEach(Consumer<UUID> action) {
        parts.values().forEach(part -> part.ids.forEach(action));
    }

    /** Hands the records to the journal, over the context of this thread. */
    void write(StorageManager storage) throws Exception {
        for (Map.Entry<RememberedIds, Part> entry : parts.entrySet()) {
            entry.getValue().recordId = entry.getKey().write(entry.getValue().ids, storage);
        }
    }

    /** The messages are on disk. */
    void remember() {
        parts.forEach((place, part) -> part.unknown += place.remember(part.ids));
    }

    /** The records are on disk, after {@link #remember}. */
    void written() {
        parts.forEach((place, part) -> place.written(part.recordId, part.unknown));
    }
}
