package io.d365hub.virtual;

/**
 * A kind of source, such as {@code sql}. Registered by the root under its name; declarations choose one by {@code source: {
 * <name>: ... }}.
 */
public interface SourceType {

    /** As declarations write it. */
    String name();

    /**
     * Judges the options of a declaration that is otherwise in order. No input or output outside the declaration's folder:
     * {@code ./hub check} calls it, too.
     *
     * @param mistakes takes each mistake with its place
     */
    void check(VirtualTable table, Mistakes mistakes);

    /**
     * Makes the source of a table that {@link #check} found nothing in. Must not wait for the far side: a source that cannot
     * be reached must not keep the hub from starting.
     *
     * @throws IllegalArgumentException when something that it needs is not there, e.g. a data source; says what, why, mend
     */
    TableSource open(VirtualTable table);
}
