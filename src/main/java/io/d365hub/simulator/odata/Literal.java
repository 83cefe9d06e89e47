package io.d365hub.simulator.odata;

/**
 * A value as it stands in a URL.
 *
 * @param kind how it was written
 * @param text without quotes, doubled quotes made single
 */
public record Literal(Kind kind, String text) {

    /** How a value was written. */
    public enum Kind {
        /** In single quotes. */
        QUOTED,
        /** A number, GUID, date, boolean or null. */
        BARE,
        /** A parameter alias, with its {@code @}. */
        ALIAS
    }

    public static final Literal NULL = new Literal(Kind.BARE, "null");

    public boolean isNull() {
        return kind == Kind.BARE && text.equals("null");
    }
}
