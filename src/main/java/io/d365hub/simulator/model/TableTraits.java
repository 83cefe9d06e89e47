package io.d365hub.simulator.model;

/**
 * What metadata says of a table beside its names and columns.
 *
 * @param displayCollectionName for people, in the plural; {@link Label#NONE} where nobody gave one
 * @param description what the table is for
 * @param hasActivities whether activities can regard its rows
 * @param hasNotes whether notes can be attached to its rows
 * @param changeTracking whether clients may ask for changes
 * @param intersect whether its rows are the links of a many-to-many relationship
 * @param isPrivate whether the service keeps it to itself
 */
public record TableTraits(
        Label displayCollectionName,
        Label description,
        boolean hasActivities,
        boolean hasNotes,
        boolean changeTracking,
        boolean intersect,
        boolean isPrivate) {

    /** A table that clients may do everything with. */
    public static final TableTraits STANDARD = new TableTraits(Label.NONE, Label.NONE, false, true, true, false, false);

    /** A table of links. */
    public static final TableTraits INTERSECT =
            new TableTraits(Label.NONE, Label.NONE, false, false, false, true, false);

    /** The same, but clients may not ask for changes. */
    TableTraits withoutChangeTracking() {
        return new TableTraits(
                displayCollectionName, description, hasActivities, hasNotes, false, intersect, isPrivate);
    }
}
