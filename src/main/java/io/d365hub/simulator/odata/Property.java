package io.d365hub.simulator.odata;

/**
 * Something in a query that has a value in each of the things that are queried.
 *
 * @param <T> what is queried: rows, or descriptions of tables
 */
public interface Property<T> {

    /** The value, or null. */
    Object value(T subject);

    /** A literal as a value of this property, or null when it is of another type. */
    Object coerce(Literal literal);

    /** What error messages call its type. */
    String typeName();

    /** Whether texts can be searched in it. */
    boolean isText();
}
