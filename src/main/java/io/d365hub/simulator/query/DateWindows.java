package io.d365hub.simulator.query;

import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.HOURS;
import static java.time.temporal.ChronoUnit.MINUTES;
import static java.time.temporal.ChronoUnit.MONTHS;
import static java.time.temporal.ChronoUnit.WEEKS;
import static java.time.temporal.ChronoUnit.YEARS;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;

/** The window of time that each date condition speaks of. */
final class DateWindows {

    private static final int DAYS_IN_WEEK = 7;

    private DateWindows() {}

    static DateWindow of(ConditionFunction function, List<Object> values, Instant now) {
        return switch (function.arguments()) {
            case NONE -> fixed(function, now);
            case NUMBER -> relative(function, (Integer) values.get(0), now);
            case TWO_NUMBERS -> fiscal(function, (Integer) values.get(0), (Integer) values.get(1));
            case DATE -> around(function, day(values.get(0)));
            default -> throw notADate(function);
        };
    }

    /** The number of the quarter that a date lies in; 0 for no date. */
    static int fiscalPeriodOf(Object value) {
        LocalDate day = value == null ? null : day(value);
        return day == null ? 0 : day.get(IsoFields.QUARTER_OF_YEAR);
    }

    private static LocalDate day(Object value) {
        return value instanceof LocalDate date ? date : value instanceof Instant i ? DateWindow.today(i) : null;
    }

    private static IllegalArgumentException notADate(ConditionFunction function) {
        return new IllegalArgumentException(function + " is no date condition");
    }

    private static DateWindow fixed(ConditionFunction function, Instant now) {
        LocalDate today = DateWindow.today(now);
        return switch (function) {
            case TODAY -> DateWindow.calendar(DAYS, today, 0);
            case YESTERDAY -> DateWindow.calendar(DAYS, today, -1);
            case TOMORROW -> DateWindow.calendar(DAYS, today, 1);
            case LAST_7_DAYS -> DateWindow.last(DAYS, DAYS_IN_WEEK, now);
            case NEXT_7_DAYS -> DateWindow.next(DAYS, DAYS_IN_WEEK, now);
            case LAST_WEEK -> DateWindow.calendar(WEEKS, today, -1);
            case LAST_MONTH -> DateWindow.calendar(MONTHS, today, -1);
            case LAST_YEAR, LAST_FISCAL_YEAR -> DateWindow.calendar(YEARS, today, -1);
            case THIS_WEEK -> DateWindow.calendar(WEEKS, today, 0);
            case THIS_MONTH -> DateWindow.calendar(MONTHS, today, 0);
            case THIS_YEAR, THIS_FISCAL_YEAR -> DateWindow.calendar(YEARS, today, 0);
            case NEXT_WEEK -> DateWindow.calendar(WEEKS, today, 1);
            case NEXT_MONTH -> DateWindow.calendar(MONTHS, today, 1);
            case NEXT_YEAR, NEXT_FISCAL_YEAR -> DateWindow.calendar(YEARS, today, 1);
            case LAST_FISCAL_PERIOD -> DateWindow.quarters(today, -1, -1);
            case THIS_FISCAL_PERIOD -> DateWindow.quarters(today, 0, 0);
            case NEXT_FISCAL_PERIOD -> DateWindow.quarters(today, 1, 1);
            default -> throw notADate(function);
        };
    }

    private static DateWindow relative(ConditionFunction function, int x, Instant now) {
        LocalDate today = DateWindow.today(now);
        return switch (function) {
            case LAST_X_HOURS -> DateWindow.last(HOURS, x, now);
            case LAST_X_DAYS -> DateWindow.last(DAYS, x, now);
            case LAST_X_WEEKS -> DateWindow.last(WEEKS, x, now);
            case LAST_X_MONTHS -> DateWindow.last(MONTHS, x, now);
            case LAST_X_YEARS -> DateWindow.last(YEARS, x, now);
            case NEXT_X_HOURS -> DateWindow.next(HOURS, x, now);
            case NEXT_X_DAYS -> DateWindow.next(DAYS, x, now);
            case NEXT_X_WEEKS -> DateWindow.next(WEEKS, x, now);
            case NEXT_X_MONTHS -> DateWindow.next(MONTHS, x, now);
            case NEXT_X_YEARS -> DateWindow.next(YEARS, x, now);
            case OLDER_THAN_X_MINUTES -> DateWindow.olderThan(MINUTES, x, now);
            case OLDER_THAN_X_HOURS -> DateWindow.olderThan(HOURS, x, now);
            case OLDER_THAN_X_DAYS -> DateWindow.olderThan(DAYS, x, now);
            case OLDER_THAN_X_WEEKS -> DateWindow.olderThan(WEEKS, x, now);
            case OLDER_THAN_X_MONTHS -> DateWindow.olderThan(MONTHS, x, now);
            case OLDER_THAN_X_YEARS -> DateWindow.olderThan(YEARS, x, now);
            case LAST_X_FISCAL_PERIODS -> DateWindow.quarters(today, -x, -1);
            case NEXT_X_FISCAL_PERIODS -> DateWindow.quarters(today, 1, x);
            case LAST_X_FISCAL_YEARS ->
                DateWindow.days(
                        today.withDayOfYear(1).minusYears(x),
                        today.withDayOfYear(1).minusDays(1));
            case NEXT_X_FISCAL_YEARS -> {
                LocalDate next = today.withDayOfYear(1).plusYears(1);
                yield DateWindow.days(next, next.plusYears(x).minusDays(1));
            }
            case IN_FISCAL_YEAR -> DateWindow.calendar(YEARS, LocalDate.of(x, 1, 1), 0);
            default -> throw notADate(function);
        };
    }

    private static DateWindow fiscal(ConditionFunction function, int period, int year) {
        DateWindow window = DateWindow.quarter(year, period);
        return switch (function) {
            case IN_FISCAL_PERIOD_AND_YEAR -> window;
            case IN_OR_BEFORE_FISCAL_PERIOD_AND_YEAR -> new DateWindow(null, window.until());
            case IN_OR_AFTER_FISCAL_PERIOD_AND_YEAR -> new DateWindow(window.from(), null);
            default -> throw notADate(function);
        };
    }

    private static DateWindow around(ConditionFunction function, LocalDate day) {
        return switch (function) {
            case ON -> DateWindow.days(day, day);
            case ON_OR_AFTER -> DateWindow.days(day, null);
            case ON_OR_BEFORE -> DateWindow.days(null, day);
            default -> throw notADate(function);
        };
    }
}
