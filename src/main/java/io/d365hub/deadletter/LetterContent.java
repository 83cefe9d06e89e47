package io.d365hub.deadletter;

import java.util.Map;
import java.util.Objects;

/**
 * What a dead letter carries: the message as it was accepted. Personal data.
 *
 * @param recordKey its record key
 * @param headers the caller's headers that were kept
 * @param body the bytes as the caller sent them
 */
public record LetterContent(String recordKey, Map<String, String> headers, byte[] body) {

    public LetterContent {
        Objects.requireNonNull(recordKey, "recordKey");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    /** Shows sizes only. */
    @Override
    public String toString() {
        return "LetterContent[" + headers.size() + " headers, " + body.length + " bytes]";
    }
}
