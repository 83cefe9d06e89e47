package io.d365hub.simulator.odata;

import io.d365hub.simulator.store.Row;
import java.util.function.Predicate;

/**
 * The inside of {@code any} and {@code all}, where each name begins with the range variable.
 *
 * @param variable the name before the colon
 * @param inner what the rows of the collection have
 */
record LambdaScope(String variable, FilterScope<Row> inner) implements FilterScope<Row> {

    @Override
    public Property<Row> apply(String path) {
        return inner.apply(own(path));
    }

    @Override
    public Members<Row> members(String path) {
        return inner.members(own(path));
    }

    @Override
    public Predicate<Row> function(String name, FunctionArguments arguments) {
        return inner.function(name, arguments.withoutPrefix(variable + "/"));
    }

    @Override
    public boolean owns(String before) {
        return before.isEmpty() || before.equals(variable + "/");
    }

    private String own(String path) {
        if (!path.startsWith(variable + "/")) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "Could not find the range variable '" + variable + "' before '" + path + "'.");
        }
        return path.substring(variable.length() + 1);
    }
}
