package io.d365hub.simulator.model;

/** Fills columns that the service computes, and refuses what cannot be, each time a row is written. */
@FunctionalInterface
public interface RowRule {

    RowRule NONE = (table, values) -> {};

    /**
     * Changes {@code values} in place.
     *
     * @param table the row's table
     * @param values the row's values by ordinal, as they will be stored
     * @throws RuleViolation when the row must not be stored
     */
    void apply(TableDefinition table, Object[] values);
}
