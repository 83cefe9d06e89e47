package io.d365hub.intake;

import java.util.Objects;

/**
 * Why a message is not taken. The sentences name places in the message (a pointer, a byte offset), never its values.
 *
 * @param reason for programs
 * @param what what did not happen
 * @param why the reason
 * @param mend what the sender can do
 */
public record Refusal(Reason reason, String what, String why, String mend) {

    public Refusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(mend, "mend");
    }

    /** What is wrong with the message. */
    public enum Reason {
        /** There is nothing in it. */
        EMPTY,
        /** It is not UTF-8. */
        ENCODING,
        /** It is not well-formed JSON or XML, or a member name is there twice. */
        MALFORMED,
        /** It is nested too deep, or a number or name is too long. */
        LIMIT,
        /** It is JSON, but not an object. */
        NOT_AN_OBJECT,
        /** Its record key is missing or cannot be used. */
        RECORD_KEY
    }
}
