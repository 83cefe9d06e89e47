package io.d365hub.dataverse.client;

import io.d365hub.failure.RetryAfter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP answer, whole, its body decompressed.
 *
 * @param headers by name in lower case; of a repeated header the first value
 */
record WireResponse(int status, Map<String, String> headers, byte[] body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    String contentType() {
        return header("content-type").orElse("").toLowerCase(Locale.ROOT);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    boolean successful() {
        return status >= 200 && status < 300;
    }

    /** The service's own time; empty where the answer does not tell it. */
    Optional<Instant> time() {
        try {
            return header("date").map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How long it asks to be left alone. */
    Optional<Duration> retryAfter(Instant now) {
        return RetryAfter.of(header("retry-after"), header("date"), now);
    }

    /** The service's own name for the request; the first of several that hops have joined by commas. */
    String requestId() {
        String ids =
                header("req_id").or(() -> header("x-ms-service-request-id")).orElse("");
        int comma = ids.indexOf(',');
        return (comma < 0 ? ids : ids.substring(0, comma)).trim();
    }
}
