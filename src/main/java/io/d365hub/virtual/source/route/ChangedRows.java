package io.d365hub.virtual.source.route;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Where routes say which row of a virtual table has changed in its source. Thread-safe. */
public final class ChangedRows {

    private final Map<String, Function<String, UUID>> tables = new ConcurrentHashMap<>();

    /**
     * Takes changes of a table from now on.
     *
     * @param table {@code <service>/<Table>}
     * @param changed takes a natural key as text, forgets what was read of the row, and gives its GUID for good; throws
     *     {@link IllegalArgumentException} when it can be no key of the table
     */
    public void serve(String table, Function<String, UUID> changed) {
        tables.put(table, changed);
    }

    Optional<Function<String, UUID>> of(String table) {
        return Optional.ofNullable(tables.get(table));
    }
}
