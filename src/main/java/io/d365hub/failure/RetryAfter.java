package io.d365hub.failure;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the HTTP header {@code Retry-After}: seconds or a date (RFC 9110 §10.2.3). What cannot be read counts as not sent. */
public final class RetryAfter {

    private static final BigDecimal LONGEST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

    private RetryAfter() {}

    /**
     * How long to wait, at most a day when it is told in seconds.
     *
     * @param value of the header
     * @param date the answer's own {@code Date}, with which a date is compared, so that a wrong clock on either side does
     *     not count
     * @param now for an answer without one
     */
    public static Optional<Duration> of(Optional<String> value, Optional<String> date, Instant now) {
        return value.flatMap(text -> of(text.trim(), date, now));
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
