package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.dataverse.client.MetadataFinding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks the environment whether the tables and alternate keys that routes name exist, and which were perhaps meant.
 *
 * <p>Answers are kept for ten minutes. Thread-safe; {@link #check} blocks, for checks at start and on the command line.
 */
public final class DataverseMetadata {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final String WHAT = "The metadata of Dataverse were not read.";

    private static final String BIND = "@odata.bind";

    private record Table(String logicalName, String primaryKey) {}

    private record Key(String name, List<String> columns, String indexStatus) {}

    private record Kept<T>(CompletableFuture<T> value, Instant until) {}

    private final DataverseClient client;
    private final String environment;
    private final InstantSource clock;
    private final Map<String, Kept<?>> kept = new ConcurrentHashMap<>();
    private final MetadataShelf shelf;

    /**
     * @param environment named in findings, as the reader knows it
     * @param clock for the age of what is kept
     */
    public DataverseMetadata(DataverseClient client, String environment, InstantSource clock) {
        this(client, environment, clock, MetadataShelf.NONE);
    }

    /**
     * @param environment named in findings, as the reader knows it
     * @param clock for the age of what is kept
     * @param shelf keeps answers for times when the environment does not answer
     */
    public DataverseMetadata(DataverseClient client, String environment, InstantSource clock, MetadataShelf shelf) {
        this.shelf = shelf;
        this.client = client;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Checks a table and, unless {@code key} is empty, whether these columns are one of its active alternate keys or its
     * primary key.
     *
     * @param table entity set name, e.g. {@code salesorders}
     * @param key all columns of the key, in any order
     * @param patience how long to wait for the environment
     * @return nothing when all is well
     */
    public Optional<MetadataFinding> check(String table, List<String> key, Duration patience) {
        try {
            return tables().thenCompose(tables -> check(table, key, tables))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return Optional.of(unreachable(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return Optional.of(unreachable("It has not answered within " + patience.toMillis() + " ms."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(unreachable("The check was interrupted."));
        }
    }

    /**
     * Checks a column that rows of a table are written with: a column by its logical name, or a lookup by its navigation property
     * and {@code @odata.bind}, where capitals count [D].
     *
     * @param table entity set name
     * @return nothing when all is well, or when the table is not known
     */
    public Optional<MetadataFinding> checkColumn(String table, String column, Duration patience) {
        boolean lookup = column.endsWith(BIND);
        String name = lookup ? column.substring(0, column.length() - BIND.length()) : column;
        if (name.isEmpty() || name.contains("@")) {
            return Optional.empty();
        }
        try {
            return tables().thenCompose(tables -> {
                        Table found = tables.get(table);
                        return found == null
                                ? CompletableFuture.completedFuture(Optional.<MetadataFinding>empty())
                                : names(found, lookup).thenApply(known -> columnFinding(table, name, lookup, known));
                    })
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return Optional.of(unreachable(e.getCause().getMessage()));
        } catch (TimeoutException e) {
            return Optional.of(unreachable("It has not answered within " + patience.toMillis() + " ms."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(unreachable("The check was interrupted."));
        }
    }

    /**
     * The columns of a table, as far as writing is concerned.
     *
     * @param table entity set name
     * @return nothing when the table is not known or the environment does not answer, which {@link #check} tells
     */
    public List<TableColumn> columns(String table, Duration patience) {
        try {
            return tables().thenCompose(tables -> {
                        Table found = tables.get(table);
                        return found == null
                                ? CompletableFuture.completedFuture(List.<TableColumn>of())
                                : keep(
                                        "EntityDefinitions(LogicalName='" + found.logicalName()
                                                + "')/Attributes?$select=" + TableColumn.SELECTED,
                                        TableColumn::list);
                    })
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Optional<MetadataFinding> columnFinding(String table, String name, boolean lookup, List<String> known) {
        if (known.contains(name)) {
            return Optional.empty();
        }
        List<String> meant = Nearest.to(name, known);
        return Optional.of(new MetadataFinding(
                Kind.UNKNOWN_COLUMN,
                "Table '" + table + "' has no " + (lookup ? "lookup" : "column") + " '" + name + "' on " + environment
                        + ".",
                meant.isEmpty()
                        ? lookup ? "It has: " + String.join(", ", known) + "." : "Write a column's logical name."
                        : "The nearest is '" + String.join("' or '", meant) + "'."));
    }

    private CompletableFuture<List<String>> names(Table table, boolean lookups) {
        String definition = "EntityDefinitions(LogicalName='" + table.logicalName() + "')/";
        return lookups
                ? keep(
                        definition + "ManyToOneRelationships?$select=ReferencingEntityNavigationPropertyName",
                        answer -> texts(answer, "ReferencingEntityNavigationPropertyName"))
                : keep(definition + "Attributes?$select=LogicalName", answer -> texts(answer, "LogicalName"));
    }

    private static List<String> texts(JsonNode answer, String member) {
        List<String> texts = new ArrayList<>();
        answer.path("value").forEach(item -> texts.add(item.path(member).asText()));
        return List.copyOf(texts);
    }

    private MetadataFinding unreachable(String why) {
        return new MetadataFinding(
                Kind.UNREACHABLE, "Tables and keys could not be checked on " + environment + ". " + why, "");
    }

    private CompletableFuture<Optional<MetadataFinding>> check(
            String table, List<String> key, Map<String, Table> tables) {
        Table found = tables.get(table);
        if (found == null) {
            return CompletableFuture.completedFuture(Optional.of(unknown(table, tables)));
        }
        if (key.isEmpty() || key.equals(List.of(found.primaryKey()))) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return keys(found).thenApply(keys -> check(table, key, keys));
    }

    private MetadataFinding unknown(String table, Map<String, Table> tables) {
        List<String> meant = tables.entrySet().stream()
                .filter(entry -> entry.getValue().logicalName().equals(table))
                .map(Map.Entry::getKey)
                .toList();
        List<String> names = meant.isEmpty() ? Nearest.to(table, tables.keySet()) : meant;
        return new MetadataFinding(
                Kind.UNKNOWN_TABLE,
                "Table '" + table + "' does not exist on " + environment + ".",
                names.isEmpty()
                        ? "Write the entity set name of the table, e.g. salesorders."
                        : "The nearest entity set name is '" + String.join("' or '", names) + "'.");
    }

    private Optional<MetadataFinding> check(String table, List<String> key, List<Key> keys) {
        Set<String> wanted = new HashSet<>();
        for (String column : key) {
            wanted.add(declared(column));
        }
        for (Key candidate : keys) {
            if (Set.copyOf(candidate.columns()).equals(wanted)) {
                return candidate.indexStatus().equals("Active")
                        ? Optional.empty()
                        : Optional.of(new MetadataFinding(
                                Kind.KEY_NOT_ACTIVE,
                                "The alternate key '" + candidate.name() + "' of '" + table + "' is not active: "
                                        + candidate.indexStatus() + ".",
                                "Wait until its index is built, or activate it again in Dataverse."));
            }
        }
        List<String> known = keys.stream()
                .map(candidate -> String.join(",", candidate.columns()))
                .toList();
        return Optional.of(new MetadataFinding(
                Kind.UNKNOWN_KEY,
                "'" + String.join(",", key) + "' is not an alternate key of '" + table + "' on " + environment + ".",
                known.isEmpty()
                        ? "The table has no alternate key; declare one in Dataverse."
                        : "Its alternate keys are '" + String.join("' and '", known) + "'."));
    }

    /** A lookup is addressed as {@code _parentid_value} and declared as {@code parentid}. */
    private static String declared(String column) {
        return column.startsWith("_") && column.endsWith("_value")
                ? column.substring(1, column.length() - "_value".length())
                : column;
    }

    private CompletableFuture<Map<String, Table>> tables() {
        return keep(
                "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute", DataverseMetadata::tables);
    }

    private CompletableFuture<List<Key>> keys(Table table) {
        return keep(
                "EntityDefinitions(LogicalName='" + table.logicalName()
                        + "')/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus",
                DataverseMetadata::keys);
    }

    /** Failures are not kept: the next check asks again. */
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
