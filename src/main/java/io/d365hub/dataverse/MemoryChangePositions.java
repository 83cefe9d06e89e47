package io.d365hub.dataverse;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Positions of this process: after its end, each table is read whole again. Thread-safe. */
public final class MemoryChangePositions implements ChangePositions {

    private final Map<String, ChangePosition> positions = new ConcurrentHashMap<>();

    @Override
    public Optional<ChangePosition> load(String consumer) {
        return Optional.ofNullable(positions.get(consumer));
    }

    @Override
    public void save(String consumer, ChangePosition position) {
        positions.put(consumer, position);
    }

    @Override
    public void clear(String consumer) {
        positions.remove(consumer);
    }
}
