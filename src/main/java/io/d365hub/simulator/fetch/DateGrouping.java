package io.d365hub.simulator.fetch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.time.temporal.WeekFields;
import java.util.Locale;

/** The parts of a date that {@code dategrouping} names. Days are those of UTC; the fiscal year is the calendar year. */
enum DateGrouping {
    DAY(ChronoField.DAY_OF_MONTH),
    WEEK(WeekFields.of(Locale.US).weekOfYear()),
    MONTH(ChronoField.MONTH_OF_YEAR),
    QUARTER(IsoFields.QUARTER_OF_YEAR),
    YEAR(ChronoField.YEAR),
    FISCAL_PERIOD(IsoFields.QUARTER_OF_YEAR),
    FISCAL_YEAR(ChronoField.YEAR);

    private final TemporalField field;

    DateGrouping(TemporalField field) {
        this.field = field;
    }

    /** The grouping with this name in a query. */
    static DateGrouping named(String name) {
        for (DateGrouping grouping : values()) {
            if (grouping.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                return grouping;
            }
        }
        throw FetchErrors.invalid("Invalid value for dategrouping: '" + name + "'.");
    }

    /** The part's number. */
    Integer of(Object value) {
        LocalDate date =
                value instanceof Instant instant ? LocalDate.ofInstant(instant, ZoneOffset.UTC) : (LocalDate) value;
        return date.get(field);
    }
}
