package io.d365hub.virtual;

import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.TableQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers questions about one table. Thread-safe: up to as many calls at once as its pool has threads. Blocking; see the
 * package for what it must watch and what it is spared.
 */
public interface TableSource extends AutoCloseable {

    /**
     * Refuses what it cannot answer exactly. Called before each {@link #read} and {@link #count}, on an event loop: no input
     * or output, nothing that takes longer than some microseconds.
     *
     * @throws SourceException {@link SourceException#unsupported}, naming what is not supported and what is
     */
    void check(TableQuery query) throws SourceException;

    /**
     * Reads one page: exactly the rows that pass the filter, in order, at most {@link TableQuery#limit} of them.
     *
     * @throws SourceException when it cannot
     */
    TablePage read(TableQuery query, SourceCall call) throws SourceException;

    /**
     * Reads one row by its key; empty when there is none.
     *
     * @param key in the source type of the key column; compared exactly
     * @param columns those whose values are wanted; the key is always among them
     */
    Optional<TableRow> find(Object key, Set<VirtualColumn> columns, SourceCall call) throws SourceException;

    /** How many rows pass the filter. */
    long count(Filter filter, SourceCall call) throws SourceException;

    /**
     * Creates a row.
     *
     * @param values by column, null values included; the key when the caller gave one
     * @return the row as it now is; at least its key
     * @throws SourceException {@link SourceException#conflict} when the key is taken
     */
    default TableRow create(Map<VirtualColumn, Object> values, SourceCall call) throws SourceException {
        throw SourceException.unsupported("Rows cannot be created in this source.", "$metadata");
    }

    /**
     * Changes the given columns of one row.
     *
     * @param version what the version column must hold; empty for anything
     */
    default WriteOutcome update(
            Object key, Map<VirtualColumn, Object> values, Optional<Object> version, SourceCall call)
            throws SourceException {
        throw SourceException.unsupported("Rows cannot be updated in this source.", "$metadata");
    }

    /** Deletes one row. The version is as with {@link #update}. */
    default WriteOutcome delete(Object key, Optional<Object> version, SourceCall call) throws SourceException {
        throw SourceException.unsupported("Rows cannot be deleted in this source.", "$metadata");
    }

    /** What it can evaluate, in words for an author, one line each: {@code ./hub virtual describe} prints them. */
    List<String> capabilities();

    /** Lets go of what it holds. No call is under way any more. */
    @Override
    default void close() {}

    /** How an update or a delete ended. */
    enum WriteOutcome {
        DONE,
        NOT_FOUND,
        /** The row is there, in another version. */
        OTHER_VERSION
    }
}
