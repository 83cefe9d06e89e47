package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.RelatedRows;
import io.d365hub.simulator.store.Row;
import java.util.Optional;

/** How a path leads to one row: by its key, by a lookup of another row, or as a member of another row's collection. */
sealed interface RowLocation {

    TableDefinition table();

    /** Whether a key in the path contains this text. */
    boolean mentions(String text);

    /**
     * The committed row; empty when a lookup on the way is.
     *
     * @throws io.d365hub.simulator.odata.ApiError when a row that the path names is not there
     */
    Optional<Row> find(Environment environment);

    /**
     * {@code set(key)}.
     *
     * @param address the key
     */
    record Addressed(RowAddress address) implements RowLocation {

        @Override
        public TableDefinition table() {
            return address.table();
        }

        @Override
        public boolean mentions(String text) {
            return address.mentions(text);
        }

        @Override
        public Optional<Row> find(Environment environment) {
            Row row = Rows.find(environment, address);
            if (row == null) {
                throw address.notFound();
            }
            return Optional.of(row);
        }
    }

    /**
     * {@code .../lookup}.
     *
     * @param from the row that has the lookup
     * @param navigation the lookup
     * @param table the table that it leads to
     */
    record LookedUp(RowLocation from, TableDefinition.Navigation navigation, TableDefinition table)
            implements RowLocation {

        @Override
        public boolean mentions(String text) {
            return from.mentions(text);
        }

        @Override
        public Optional<Row> find(Environment environment) {
            return from.find(environment)
                    .map(row -> row.value(navigation.column()) instanceof Reference reference
                                    && reference.table().equals(table.logicalName())
                            ? environment.database().table(table).find(reference.id())
                            : null);
        }
    }

    /**
     * {@code .../collection(key)}.
     *
     * @param owner the row that has the collection
     * @param collection the collection
     * @param member the key
     */
    record Member(RowLocation owner, CollectionProperty collection, RowAddress member) implements RowLocation {

        @Override
        public TableDefinition table() {
            return member.table();
        }

        @Override
        public boolean mentions(String text) {
            return owner.mentions(text) || member.mentions(text);
        }

        @Override
        public Optional<Row> find(Environment environment) {
            Optional<Row> found = owner.find(environment);
            if (found.isEmpty()) {
                return found;
            }
            Row row = Rows.find(environment, member);
            if (row != null) {
                RelatedRows rows = new RelatedRows(
                        environment.database(), collection, found.get().id());
                if (rows.contains(row.id())) {
                    return Optional.of(row);
                }
            }
            throw member.notFound();
        }
    }
}
