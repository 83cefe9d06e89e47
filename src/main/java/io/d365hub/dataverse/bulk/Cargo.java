package io.d365hub.dataverse.bulk;

import java.util.List;

/**
 * What one request carries.
 *
 * @param units in order, at least one
 * @param form how they travel
 */
record Cargo(List<Unit> units, Form form) {

    /** How units travel together. */
    enum Form {
        /** One row, by itself. */
        SINGLE,
        /** Rows of one key, or one changeset: a batch that stops at the first failure. */
        ORDERED,
        /** A batch that goes on after failures: each part for itself. */
        BATCH,
        /** The same, for a part of what a bulk message has failed with. */
        PIECE,
        /** One bulk message, all or none. */
        MULTIPLE
    }

    int weight() {
        return units.stream().mapToInt(Unit::weight).sum();
    }
}
