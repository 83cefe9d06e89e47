package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.RelatedRows;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.RowSource;

/** Where the rows of a query come from: a whole table, or the collection of one row. */
sealed interface QuerySource {

    /** The table of the rows. */
    TableDefinition table();

    /** Whether a key in the path contains this text. */
    boolean mentions(String text);

    /**
     * The committed rows.
     *
     * @throws io.d365hub.simulator.odata.ApiError when the row that owns the collection is not there
     */
    RowSource rows(Environment environment);

    /**
     * {@code set}.
     *
     * @param table its rows
     */
    record Set(TableDefinition table) implements QuerySource {

        @Override
        public boolean mentions(String text) {
            return false;
        }

        @Override
        public RowSource rows(Environment environment) {
            return environment.database().table(table);
        }
    }

    /**
     * {@code .../collection}.
     *
     * @param owner the row that has the collection
     * @param collection the collection
     */
    record Collection(RowLocation owner, CollectionProperty collection) implements QuerySource {

        @Override
        public TableDefinition table() {
            return collection.target();
        }

        @Override
        public boolean mentions(String text) {
            return owner.mentions(text);
        }

        @Override
        public RowSource rows(Environment environment) {
            Row row = owner.find(environment).orElse(null);
            // Behind an empty lookup there is no row, so its collections are empty.
            return row == null
                    ? RelatedRows.none(collection.target())
                    : new RelatedRows(environment.database(), collection, row.id());
        }
    }
}
