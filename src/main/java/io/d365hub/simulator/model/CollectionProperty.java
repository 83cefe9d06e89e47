package io.d365hub.simulator.model;

/** A collection-valued navigation property: the way from a row to the rows that belong to it. */
public sealed interface CollectionProperty {

    String name();

    /** The table of the rows that it leads to. */
    TableDefinition target();

    /**
     * The way back of a lookup.
     *
     * @param lookup the target's column that points at the owner of the collection
     * @param property the lookup's navigation property to the owner's table
     */
    record OneToMany(String name, TableDefinition target, ColumnDefinition lookup, NavigationProperty property)
            implements CollectionProperty {}

    /**
     * One direction of a many-to-many relationship.
     *
     * @param intersect the table that holds the links
     * @param own the link's lookup at the owner of the collection
     * @param other the link's lookup at the target
     */
    record Linked(
            String name,
            TableDefinition target,
            TableDefinition intersect,
            ColumnDefinition own,
            ColumnDefinition other)
            implements CollectionProperty {}
}
