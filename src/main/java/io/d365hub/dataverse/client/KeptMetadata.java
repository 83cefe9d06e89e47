package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Tables, keys and columns of an environment, asked for when they are wanted and kept for ten minutes. Thread-safe. */
final class KeptMetadata {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final String WHAT = "The metadata of Dataverse were not read.";

    private final DataverseClient client;
    private final InstantSource clock;
    private final MetadataShelf shelf;
    private final Map<String, Kept<?>> kept = new ConcurrentHashMap<>();

    KeptMetadata(DataverseClient client, InstantSource clock, MetadataShelf shelf) {
        this.client = client;
        this.clock = clock;
        this.shelf = shelf;
    }

    /** A table by the names that its definition tells. */
    record Table(String logicalName, String primaryKey) {}

    /** An alternate key with its columns' logical names and the state of its index. */
    record Key(String name, List<String> columns, String indexStatus) {}

    private record Kept<T>(CompletableFuture<T> value, Instant until) {}

    /** All tables by their entity set names. */
    CompletableFuture<Map<String, Table>> tables() {
        return keep("EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute", KeptMetadata::tables);
    }

    CompletableFuture<List<Key>> keys(Table table) {
        return keep(of(table) + "Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus", KeptMetadata::keys);
    }

    CompletableFuture<List<TableColumn>> columns(Table table) {
        return keep(of(table) + "Attributes?$select=" + TableColumn.SELECTED, TableColumn::list);
    }

    /** The logical names of all columns. */
    CompletableFuture<List<String>> columnNames(Table table) {
        return keep(of(table) + "Attributes?$select=LogicalName", answer -> texts(answer, "LogicalName"));
    }

    /** The names under which lookups are written. */
    CompletableFuture<List<String>> lookupNames(Table table) {
        return keep(
                of(table) + "ManyToOneRelationships?$select=ReferencingEntityNavigationPropertyName",
                answer -> texts(answer, "ReferencingEntityNavigationPropertyName"));
    }

    private static String of(Table table) {
        return "EntityDefinitions(LogicalName='" + table.logicalName() + "')/";
    }

    /** Failures are not kept: the next one who asks asks again. */
    @SuppressWarnings("unchecked")
    private <T> CompletableFuture<T> keep(String resource, Function<JsonNode, T> reader) {
        Instant now = clock.instant();
        return (CompletableFuture<T>) kept.compute(resource, (name, old) -> {
                    boolean good = old != null
                            && now.isBefore(old.until())
                            && !old.value().isCompletedExceptionally();
                    return good ? old : new Kept<>(get(resource).thenApply(reader), now.plus(KEPT));
                })
                .value();
    }

    private CompletableFuture<JsonNode> get(String resource) {
        return client.get(WHAT, resource)
                .whenComplete((answer, failed) -> {
                    if (failed == null) {
                        shelf.put(resource, answer);
                    }
                })
                .exceptionallyCompose(failed -> shelf.get(resource)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> CompletableFuture.failedFuture(failed)));
    }

    private static List<String> texts(JsonNode answer, String member) {
        List<String> texts = new ArrayList<>();
        answer.path("value").forEach(item -> texts.add(item.path(member).asText()));
        return List.copyOf(texts);
    }

    private static Map<String, Table> tables(JsonNode answer) {
        TreeMap<String, Table> tables = new TreeMap<>();
        for (JsonNode table : answer.path("value")) {
            tables.put(
                    table.path("EntitySetName").asText(),
                    new Table(
                            table.path("LogicalName").asText(),
                            table.path("PrimaryIdAttribute").asText()));
        }
        return tables;
    }

    private static List<Key> keys(JsonNode answer) {
        List<Key> keys = new ArrayList<>();
        for (JsonNode key : answer.path("value")) {
            List<String> columns = new ArrayList<>();
            key.path("KeyAttributes").forEach(column -> columns.add(column.asText()));
            keys.add(new Key(
                    key.path("LogicalName").asText(),
                    List.copyOf(columns),
                    key.path("EntityKeyIndexStatus").asText("Active")));
        }
        return keys;
    }
}
