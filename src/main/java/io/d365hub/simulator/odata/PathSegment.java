package io.d365hub.simulator.odata;

import java.util.List;

/**
 * One segment of a resource path.
 *
 * @param name what stands before the parentheses
 * @param arguments what stands in them, or null when there are none
 */
public record PathSegment(String name, List<Argument> arguments) {

    public boolean hasParentheses() {
        return arguments != null;
    }

    public boolean hasArguments() {
        return arguments != null && !arguments.isEmpty();
    }

    /**
     * A key value or a function's parameter.
     *
     * @param name null when only a value is given
     * @param value its literal
     */
    public record Argument(String name, Literal value) {}
}
