package io.d365hub.simulator.odata;

import io.d365hub.simulator.store.Row;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a filter can name: properties always, collections and query functions where rows are filtered.
 *
 * @param <T> what is filtered
 */
public interface FilterScope<T> extends Function<String, Property<T>> {

    /**
     * The property at this path.
     *
     * @throws ApiError when there is none
     */
    @Override
    Property<T> apply(String path);

    /**
     * The collection that {@code any} and {@code all} look into.
     *
     * @throws ApiError when there is none
     */
    default Members<T> members(String path) {
        throw ApiError.notSimulated("filters over collections ('" + path + "') here");
    }

    /** Whether a query function may be written behind this text: behind nothing, or behind the range variable. */
    default boolean owns(String before) {
        return before.isEmpty();
    }

    /**
     * The condition that a query function such as {@code Microsoft.Dynamics.CRM.In} states.
     *
     * @param name without the namespace
     * @throws ApiError when there is none of this name, or its arguments are wrong
     */
    default Predicate<T> function(String name, FunctionArguments arguments) {
        throw ApiError.notSimulated("the query function '" + name + "' here");
    }

    /**
     * A collection of rows.
     *
     * @param rows the rows of one subject
     * @param scope what a filter on them can name
     */
    record Members<T>(Function<T, Iterable<Row>> rows, FilterScope<Row> scope) {}
}
