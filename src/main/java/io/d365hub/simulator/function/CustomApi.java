package io.d365hub.simulator.function;

import java.util.List;

/**
 * A Custom API as its rows declare it.
 *
 * @param uniqueName the message's name
 * @param binding what it is called on
 * @param boundTable logical name of the table that it is bound to; null when it is not bound
 * @param isFunction whether it is called with GET
 * @param isPrivate whether {@code $metadata} does not tell of it
 * @param steps which steps may hear of it
 * @param parameters what a call carries
 * @param properties what it answers
 */
public record CustomApi(
        String uniqueName,
        Binding binding,
        String boundTable,
        boolean isFunction,
        boolean isPrivate,
        Steps steps,
        List<Parameter> parameters,
        List<Parameter> properties) {

    /** What a Custom API is called on. */
    public enum Binding {
        GLOBAL(0),
        ENTITY(1),
        ENTITY_COLLECTION(2);

        private final int number;

        Binding(int number) {
            this.number = number;
        }

        /** The binding with this number in the column {@code bindingtype}; global when there is none. */
        static Binding of(Integer number) {
            for (Binding binding : values()) {
                if (number != null && binding.number == number) {
                    return binding;
                }
            }
            return GLOBAL;
        }
    }

    /** Which steps may hear of a Custom API. */
    public enum Steps {
        NONE,
        ASYNCHRONOUS,
        ALL;

        /** By the number in the column {@code allowedcustomprocessingsteptype}; none when there is none. */
        static Steps of(Integer number) {
            return number == null || number < 0 || number >= values().length ? NONE : values()[number];
        }
    }

    /**
     * A request parameter or a response property.
     *
     * @param name its unique name
     * @param type what it holds
     * @param optional whether a call may leave it out
     */
    public record Parameter(String name, ParameterType type, boolean optional) {}
}
