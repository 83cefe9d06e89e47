package io.d365hub.simulator.odata;

import io.d365hub.simulator.model.CollectionProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Row;
import java.util.function.Predicate;

/** Something of {@code $expand}: what is nested in the answer of a row. */
public sealed interface Expansion {

    /** The name of the navigation property. */
    String name();

    /** What the context URL says about it. */
    String context();

    /**
     * The row that a lookup points at.
     *
     * @param navigation the lookup
     * @param selection what of the nested row is answered
     * @param filter whether the nested row is answered
     */
    record OfLookup(TableDefinition.Navigation navigation, Selection selection, Predicate<Row> filter)
            implements Expansion {

        @Override
        public String name() {
            return navigation.property().name();
        }

        @Override
        public String context() {
            return nested(name(), selection);
        }
    }

    /**
     * The URL of the row that a lookup points at.
     *
     * @param navigation the lookup
     */
    record OfReference(TableDefinition.Navigation navigation) implements Expansion {

        @Override
        public String name() {
            return navigation.property().name();
        }

        @Override
        public String context() {
            return name() + "/$ref";
        }
    }

    /**
     * The rows of a collection.
     *
     * @param collection which one
     * @param selection what of the nested rows is answered
     * @param query which of them, in which order
     * @param paged whether they come page by page; else all come, with a link that would bring them once more
     */
    record OfCollection(CollectionProperty collection, Selection selection, RowQuery query, boolean paged)
            implements Expansion {

        @Override
        public String name() {
            return collection.name();
        }

        @Override
        public String context() {
            return nested(name(), selection);
        }
    }

    private static String nested(String name, Selection selection) {
        return name + "(" + (selection.context() == null ? "" : selection.context()) + ")";
    }
}
