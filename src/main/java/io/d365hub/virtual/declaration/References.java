package io.d365hub.virtual.declaration;

import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.VirtualTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can only be judged with all tables of a service at hand. */
final class References {

    private References() {}

    static void check(VirtualService service, List<Mistake> mistakes) {
        Set<String> types = new HashSet<>();
        for (VirtualTable table : service.tables()) {
            if (!types.add(table.entityType())) {
                mistakes.add(at(
                        table,
                        "Entity type '" + table.entityType() + "' is declared twice in service '" + service.name()
                                + "'.",
                        "Names of types are unique in a $metadata document.",
                        "Give one of them another name with 'entity:'."));
            }
            for (VirtualColumn column : table.columns()) {
                column.references().ifPresent(set -> reference(service, table, column, set, mistakes));
            }
        }
    }

    private static void reference(
            VirtualService service, VirtualTable table, VirtualColumn column, String set, List<Mistake> mistakes) {
        Optional<VirtualTable> target = service.table(set);
        if (target.isEmpty()) {
            mistakes.add(at(
                    table,
                    "Column '" + column.name() + "' references '" + set + "'.",
                    "Service '" + service.name() + "' has no such table.",
                    "Name the entity set of a table of the same service."));
        } else if (target.get().key().sourceType() != column.sourceType()) {
            mistakes.add(at(
                    table,
                    "Column '%s' references '%s', and makes its GUIDs of %s."
                            .formatted(column.name(), set, column.sourceType().word()),
                    "The key of '%s' is %s, so no GUID would ever match."
                            .formatted(set, target.get().key().sourceType().word()),
                    "Declare both with the same natural type."));
        }
    }

    private static Mistake at(VirtualTable table, String what, String why, String mend) {
        return new Mistake(table.source().file(), 0, 0, what, why, mend);
    }
}
