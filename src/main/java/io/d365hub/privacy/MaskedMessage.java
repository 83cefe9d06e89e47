package io.d365hub.privacy;

import java.util.Set;

/**
 * A message as it may be shown.
 *
 * @param text what is shown; JSON and XML over several lines
 * @param masked how many values are left out
 * @param values the values that are left out, to leave them out elsewhere, too
 * @param whole whether it could be read as text at all; when not, {@code text} says what it is
 */
public record MaskedMessage(String text, int masked, Set<String> values, boolean whole) {

    /** Shorter values are parts of too many words. */
    private static final int LEAST_LENGTH = 4;

    public MaskedMessage {
        values = Set.copyOf(values);
    }

    /** Another text about the message, its masked values left out. */
    public String scrub(String other) {
        String scrubbed = other;
        for (String value : values) {
            if (value.length() >= LEAST_LENGTH || value.equals(other)) {
                scrubbed = scrubbed.replace(value, Masking.MASK);
            }
        }
        return scrubbed;
    }

    /** Hides text and values: they may be personal. */
    @Override
    public String toString() {
        return "MaskedMessage[" + masked + " masked]";
    }
}
