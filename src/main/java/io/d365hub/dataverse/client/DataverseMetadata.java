package io.d365hub.dataverse.client;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks the environment whether the tables and alternate keys that routes name exist, and which were perhaps meant.
 *
 * <p>Answers are kept for ten minutes. Thread-safe; its methods block, for checks at start and on the command line.
 */
public final class DataverseMetadata {

    private static final String BIND = "@odata.bind";

    private final KeptMetadata metadata;
    private final MetadataFindings findings;

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
        this.metadata = new KeptMetadata(client, clock, shelf);
        this.findings = new MetadataFindings(environment);
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
        return await(metadata.tables().thenCompose(tables -> check(table, key, tables)), patience, this::unreachable);
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
        CompletableFuture<Optional<MetadataFinding>> found = of(
                table, Optional.empty(), known -> (lookup ? metadata.lookupNames(known) : metadata.columnNames(known))
                        .thenApply(names -> findings.column(table, name, lookup, names)));
        return await(found, patience, this::unreachable);
    }

    /**
     * The columns of a table, as far as writing is concerned.
     *
     * @param table entity set name
     * @return nothing when the table is not known or the environment does not answer, which {@link #check} tells
     */
    public List<TableColumn> columns(String table, Duration patience) {
        return await(of(table, List.of(), metadata::columns), patience, why -> List.of());
    }

    /** What is known of a table, or {@code otherwise} when there is none of this name. */
    private <T> CompletableFuture<T> of(
            String table, T otherwise, Function<KeptMetadata.Table, CompletableFuture<T>> read) {
        return metadata.tables().thenCompose(tables -> {
            KeptMetadata.Table found = tables.get(table);
            return found == null ? CompletableFuture.completedFuture(otherwise) : read.apply(found);
        });
    }

    private CompletableFuture<Optional<MetadataFinding>> check(
            String table, List<String> key, Map<String, KeptMetadata.Table> tables) {
        KeptMetadata.Table found = tables.get(table);
        if (found == null) {
            return CompletableFuture.completedFuture(Optional.of(findings.unknownTable(table, tables)));
        }
        if (key.isEmpty() || key.equals(List.of(found.primaryKey()))) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return metadata.keys(found).thenApply(keys -> findings.key(table, key, keys));
    }

    private Optional<MetadataFinding> unreachable(String why) {
        return Optional.of(findings.unreachable(why));
    }

    /** @param otherwise what is answered when nothing was found out, with the reason */
    private static <T> T await(CompletableFuture<T> wanted, Duration patience, Function<String, T> otherwise) {
        try {
            return wanted.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return otherwise.apply(e.getCause().getMessage());
        } catch (TimeoutException e) {
            return otherwise.apply("It has not answered within " + patience.toMillis() + " ms.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise.apply("The check was interrupted.");
        }
    }
}
