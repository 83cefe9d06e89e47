package io.d365hub.virtual;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One virtual table as it is declared. Immutable.
 *
 * @param service the service that it belongs to
 * @param name the entity set, e.g. {@code StockLevels}
 * @param entityType the entity type, e.g. {@code StockLevel}
 * @param description one sentence for people; may be empty
 * @param columns all columns; the key is the first, and each column's ordinal is its place here
 * @param version the column that changes with each update of a row, for ETags; a source without one has none
 * @param operations what callers may do
 * @param cacheTime how long an answer may be given again without asking the source; zero for never
 * @param timeout how long the source may take for one question
 * @param rowLimit most rows that a source may read to answer one question where it evaluates in the hub
 * @param pageSize most rows of one answer; the rest follows by next link
 * @param source where the rows come from
 */
public record VirtualTable(
        String service,
        String name,
        String entityType,
        String description,
        List<VirtualColumn> columns,
        Optional<VirtualColumn> version,
        Set<TableOperation> operations,
        Duration cacheTime,
        Duration timeout,
        int rowLimit,
        int pageSize,
        SourceDeclaration source) {

    public VirtualTable {
        columns = List.copyOf(columns);
        operations = Set.copyOf(operations);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).ordinal() != i) {
                throw new IllegalArgumentException("Column '" + columns.get(i).name() + "' of " + name + " is at " + i
                        + " and says " + columns.get(i).ordinal());
            }
        }
    }

    /** The primary key; as OData a GUID. */
    public VirtualColumn key() {
        return columns.get(0);
    }

    /** The column of this name, as OData names it; letters count as they are. */
    public Optional<VirtualColumn> column(String odataName) {
        return columns.stream()
                .filter(column -> column.name().equals(odataName))
                .findFirst();
    }

    public boolean allows(TableOperation operation) {
        return operations.contains(operation);
    }

    /** A table equals only itself: it is part of the key of every cached answer. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return 31 * service.hashCode() + name.hashCode();
    }

    /** {@code <service>/<set>}: as logs, metrics and permissions name it. */
    public String path() {
        return service + "/" + name;
    }
}
