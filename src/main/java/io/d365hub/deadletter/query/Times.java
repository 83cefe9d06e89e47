package io.d365hub.deadletter.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times of a query. Times without a zone are in UTC, as the hub prints them. */
final class Times {

    static final String FORMS =
            "Write a time as 2026-01-05, 2026-01-05T08:30, 2026-01-05T08:30:00Z, 'today', 'yesterday' or -2h (ago);"
                    + " units are s, m, h, d, w. Times without a zone are UTC.";

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,6})([smhdw])");

    private Times() {}

    /** A stretch of time that one word names: a day, or a moment when both are equal. */
    record Span(Instant from, Instant to) {
        boolean isMoment() {
            return from.equals(to);
        }
    }

    /** What the word names; empty when it is no time. */
    static Optional<Span> span(String word, Instant now) {
        String text = word.toUpperCase(Locale.ROOT);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try {
            if (text.equals("TODAY") || text.equals("YESTERDAY")) {
                return Optional.of(day(text.equals("TODAY") ? today : today.minusDays(1)));
            }
            if (text.startsWith("-")) {
                return amount(text.substring(1)).map(ago -> moment(now.minus(ago)));
            }
            if (text.equals("NOW")) {
                return Optional.of(moment(now));
            }
            if (!text.contains("T")) {
                return Optional.of(day(LocalDate.parse(text)));
            }
            boolean zoned = text.endsWith("Z") || text.matches(".*T.*[+-]\\d\\d:\\d\\d");
            return Optional.of(moment(
                    zoned
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A length of time such as {@code 90m}; empty when it is none. */
    static Optional<Duration> amount(String word) {
        Matcher matcher = AMOUNT.matcher(word.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case "d" -> Duration.ofDays(number);
                    default -> Duration.ofDays(7 * number);
                });
    }

    private static Span day(LocalDate date) {
        Instant from = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Span(from, from.plus(1, ChronoUnit.DAYS));
    }

    private static Span moment(Instant at) {
        return new Span(at, at);
    }
}
