package io.d365hub.dataverse.client;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After}: seconds or a date. What cannot be read counts as not sent. */
final class RetryAfter {

    private static final BigDecimal LONGEST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    private RetryAfter() {}

    /** A date is compared with the answer's own {@code Date}, so that a wrong clock on either side does not count. */
    static Optional<Duration> of(WireResponse response, Instant now) {
        return response.header("retry-after").flatMap(value -> of(value.trim(), response.header("date"), now));
    }

    private static Optional<Duration> of(String value, Optional<String> date, Instant now) {
        try {
            if (value.matches("\\d+(\\.\\d+)?")) {
                BigDecimal seconds = new BigDecimal(value).min(LONGEST_SECONDS);
                return Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()));
            }
            Instant from = date.map(RetryAfter::instant).orElse(now);
            Duration wait = Duration.between(from, instant(value));
            return wait.isNegative() ? Optional.of(Duration.ZERO) : Optional.of(wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant instant(String httpDate) {
        return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }
}
