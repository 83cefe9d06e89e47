package io.d365hub.simulator.model;

/**
 * A many-to-many relationship: rows of two tables are joined by rows of a third one, which holds nothing but two lookups
 * and an alternate key over both.
 *
 * @param schemaName what metadata calls it
 * @param intersect logical name of the table that holds the links
 * @param first one side
 * @param second the other side
 */
public record ManyToMany(String schemaName, String intersect, Side first, Side second) {

    /**
     * One side of the relationship.
     *
     * @param table logical name of the table
     * @param column logical name of the intersect table's lookup that points at it
     * @param collectionName the navigation property on this table that leads to the other side
     */
    public record Side(String table, String column, String collectionName) {}

    /** Whether this table is one of the sides. */
    public boolean involves(String table) {
        return first.table().equals(table) || second.table().equals(table);
    }
}
