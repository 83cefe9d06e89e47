package io.d365hub.batch;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the batches of a process share. Put it into Camel's registry under any name. Thread-safe. */
public final class BatchRuntime {

    private final SingleRows rows;
    private final Map<String, Declared> declared = new ConcurrentHashMap<>();

    /** A batch whose route runs. */
    record Declared(BatchDefinition definition, BatchSource source, RouteCalls route) {}

    public BatchRuntime(SingleRows rows) {
        this.rows = Objects.requireNonNull(rows, "rows");
    }

    SingleRows rows() {
        return rows;
    }

    void register(BatchDefinition definition, BatchSource source, RouteCalls route) {
        declared.put(definition.name(), new Declared(definition, source, route));
    }

    void remove(BatchDefinition definition) {
        declared.remove(definition.name());
    }

    /** The batches whose routes run. */
    public Collection<BatchDefinition> all() {
        return declared.values().stream().map(Declared::definition).toList();
    }

    public Optional<BatchDefinition> find(String name) {
        return Optional.ofNullable(declared.get(name)).map(Declared::definition);
    }
}
