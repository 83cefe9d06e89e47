package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureKind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The names of a table that its entity set name does not tell: they differ too often to be guessed. Asked for once; a
 * failure is not kept. Thread-safe.
 */
final class TableNames {

    /**
     * @param logicalName e.g. {@code salesorder}
     * @param primaryKey the column with the row's id, e.g. {@code salesorderid}
     */
    record Names(String logicalName, String primaryKey) {}

    private final Function<String, CompletableFuture<JsonNode>> get;
    private final Map<String, CompletableFuture<Names>> known = new ConcurrentHashMap<>();

    /** @param get reads a resource as JSON */
    TableNames(Function<String, CompletableFuture<JsonNode>> get) {
        this.get = get;
    }

    /** Fails as MISCONFIGURED when there is no such table. */
    CompletableFuture<Names> of(String entitySet) {
        CompletableFuture<Names> names =
                known.compute(entitySet, (set, old) -> old != null && !old.isCompletedExceptionally() ? old : ask(set));
        return names.copy();
    }

    private CompletableFuture<Names> ask(String entitySet) {
        return get.apply("EntityDefinitions?$select=LogicalName,PrimaryIdAttribute&$filter=EntitySetName%20eq%20'"
                        + KeyLiteral.percent(entitySet) + "'")
                .thenApply(json -> {
                    JsonNode table = json.path("value").path(0);
                    if (table.isMissingNode()) {
                        throw Failures.of(
                                FailureKind.MISCONFIGURED,
                                "unknown-table",
                                "The metadata of table " + entitySet + " were not read.",
                                "There is no table with the entity set name '" + entitySet + "'.",
                                Mend.NAMES,
                                null);
                    }
                    return new Names(
                            table.path("LogicalName").asText(),
                            table.path("PrimaryIdAttribute").asText());
                });
    }
}
