package io.d365hub.virtual;

/** How texts of a column are compared, by {@code eq}, {@code ne}, {@code lt}..., {@code in}, {@code contains}... alike. */
public enum TextComparison {
    /** As users of Dataverse expect it: both sides in lower case (spec §8.3 leaves the choice to each source). */
    IGNORE_CASE,
    /** Letters count as they are. Keys are always compared so. */
    EXACT
}
