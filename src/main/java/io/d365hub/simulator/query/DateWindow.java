package io.d365hub.simulator.query;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * A stretch of time that a date must lie in. Days are those of UTC, weeks start on Sunday, and the fiscal year is the
 * calendar year in quarters, which is how a new environment is set up.
 *
 * @param from its first instant, null for no beginning
 * @param until the first instant after it, null for no end
 */
public record DateWindow(Instant from, Instant until) {

    private static final int MONTHS_IN_QUARTER = 3;
    private static final int DAYS_IN_WEEK = 7;

    /** Whether a column's value lies within; a value without a time counts as its midnight. */
    public boolean contains(Object value) {
        Instant instant = value instanceof LocalDate date ? midnight(date) : value instanceof Instant i ? i : null;
        return instant != null
                && (from == null || !instant.isBefore(from))
                && (until == null || instant.isBefore(until));
    }

    private static Instant midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Whole days, both included; null for no bound. */
    static DateWindow days(LocalDate first, LocalDate last) {
        return new DateWindow(first == null ? null : midnight(first), last == null ? null : midnight(last.plusDays(1)));
    }

    /** The week, month, quarter or year that lies {@code distance} units from the one that contains {@code day}. */
    static DateWindow calendar(ChronoUnit unit, LocalDate day, long distance) {
        return switch (unit) {
            case DAYS -> days(day.plusDays(distance), day.plusDays(distance));
            case WEEKS -> {
                LocalDate start = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))
                        .plusWeeks(distance);
                yield days(start, start.plusDays(DAYS_IN_WEEK - 1L));
            }
            case MONTHS -> {
                LocalDate start = day.withDayOfMonth(1).plusMonths(distance);
                yield days(start, start.plusMonths(1).minusDays(1));
            }
            default -> {
                LocalDate start = day.withDayOfYear(1).plusYears(distance);
                yield days(start, start.plusYears(1).minusDays(1));
            }
        };
    }

    /** The fiscal periods from {@code first} to {@code last}, counted from the one that contains {@code day}. */
    static DateWindow quarters(LocalDate day, long first, long last) {
        Month month = day.getMonth().firstMonthOfQuarter();
        LocalDate start = day.withDayOfMonth(1).withMonth(month.getValue());
        return days(
                start.plusMonths(first * MONTHS_IN_QUARTER),
                start.plusMonths((last + 1) * MONTHS_IN_QUARTER).minusDays(1));
    }

    /** A fiscal period by number, 1 to 4. */
    static DateWindow quarter(int year, int number) {
        LocalDate day = LocalDate.of(year, 1, 1).plusMonths((number - 1L) * MONTHS_IN_QUARTER);
        return quarters(day, 0, 0);
    }

    /** Up to now. Hours are counted from now, greater units from the midnight that began today. */
    static DateWindow last(ChronoUnit unit, long distance, Instant now) {
        return new DateWindow(back(unit, distance, now), now.plusNanos(1));
    }

    /** From now on. Hours are counted from now, greater units to the end of the day. */
    static DateWindow next(ChronoUnit unit, long distance, Instant now) {
        Instant end = unit.compareTo(ChronoUnit.DAYS) < 0
                ? now.plus(distance, unit).plusNanos(1)
                : midnight(today(now).plus(distance, unit).plusDays(1));
        return new DateWindow(now, end);
    }

    static DateWindow olderThan(ChronoUnit unit, long distance, Instant now) {
        return new DateWindow(null, back(unit, distance, now));
    }

    private static Instant back(ChronoUnit unit, long distance, Instant now) {
        return unit.compareTo(ChronoUnit.DAYS) < 0
                ? now.minus(distance, unit)
                : midnight(today(now).minus(distance, unit));
    }

    static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
