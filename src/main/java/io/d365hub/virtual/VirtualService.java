package io.d365hub.virtual;

import java.util.List;
import java.util.Optional;

/**
 * One OData service: the tables that share a root {@code /virtual/<name>/} and a {@code $metadata}. Immutable.
 *
 * @param name the path segment
 * @param tables in the order of their names
 */
public record VirtualService(String name, List<VirtualTable> tables) {

    public VirtualService {
        tables = List.copyOf(tables);
    }

    /** The table whose entity set has this name; letters count as they are. */
    public Optional<VirtualTable> table(String set) {
        return tables.stream().filter(table -> table.name().equals(set)).findFirst();
    }
}
