package io.d365hub.bus.sink;

import java.time.Duration;
import java.util.Map;

/**
 * A message on its way to a bus.
 *
 * @param body what is sent
 * @param contentType its media type
 * @param priority from 0 to 9
 * @param timeToLive zero for ever
 * @param delay zero for none
 * @param group empty for none
 * @param duplicateId empty for none
 * @param correlationId empty for none
 * @param type empty for none
 * @param properties by names that are Java identifiers
 */
record Outgoing(
        byte[] body,
        String contentType,
        int priority,
        Duration timeToLive,
        Duration delay,
        String group,
        String duplicateId,
        String correlationId,
        String type,
        Map<String, String> properties) {

    /** Whether the body is text, as far as its media type says. */
    boolean isText() {
        String media = contentType.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
        return media.startsWith("text/") || media.endsWith("json") || media.endsWith("xml");
    }
}
