package io.d365hub.webhook.delivery;

import java.time.Instant;
import java.util.Objects;

/**
 * What a receiver is told.
 *
 * @param id the same at every attempt: receivers know a repetition by it; without dots, because the signature joins with
 *     them
 * @param type what happened, e.g. {@code account.updated}
 * @param time when it happened
 * @param source where, for CloudEvents: a URI reference, e.g. {@code /dataverse/contoso.crm4.dynamics.com}
 * @param subject to what, e.g. {@code account/8f2c...}; empty when there is none
 * @param contentType of the data
 * @param data the content
 */
public record Event(
        String id, String type, Instant time, String source, String subject, String contentType, byte[] data) {

    public Event {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(subject, "subject");
        if (id.isEmpty() || id.indexOf('.') >= 0) {
            throw new IllegalArgumentException("The id of an event must not be empty nor hold a dot; it is signed with "
                    + "dots between its parts.");
        }
        if (type.isBlank()) {
            throw new IllegalArgumentException("An event needs a type, e.g. account.updated.");
        }
    }

    boolean isJson() {
        String media = contentType.split(";", 2)[0].strip();
        return media.equalsIgnoreCase("application/json") || media.endsWith("+json");
    }
}
