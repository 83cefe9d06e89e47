package io.d365hub.deadletter;

import java.util.Map;
import java.util.Objects;

/**
 * What an operator makes of a dead letter. The record key stays: a message about another record is a new message.
 *
 * @param version the version that the operator has seen: 0 for the letter as it died
 * @param headers all of them
 * @param body all of it
 * @param who the operator
 * @param reason why; must say something
 * @param unchecked keeps the edit although today's schema or mapping would refuse it
 */
public record LetterEdit(
        int version, Map<String, String> headers, byte[] body, String who, String reason, boolean unchecked) {

    public LetterEdit {
        headers = Map.copyOf(headers);
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(reason, "reason");
    }

    /** Shows sizes only. */
    @Override
    public String toString() {
        return "LetterEdit[of version " + version + ", " + headers.size() + " headers, " + body.length + " bytes]";
    }
}
