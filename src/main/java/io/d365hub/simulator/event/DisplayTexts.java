package io.d365hub.simulator.event;

import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The display texts that a context of a synchronous step has beside the values (events spec §1.3 [V]: one sample of a Create). */
final class DisplayTexts {

    /** {@code 2025-11-01T12:00:00-00:00}. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss'-00:00'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private DisplayTexts() {}

    /** Empty for texts, ids and references, which have no other text than their value here. */
    static Optional<String> of(ColumnDefinition column, Object value) {
        if (column.type().isChoice()) {
            return value instanceof Integer number ? column.choice(number).map(Choice::label) : Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag ? "Yes" : "No");
        }
        if (value instanceof Instant instant) {
            return Optional.of(TIME.format(instant));
        }
        if (value instanceof LocalDate day) {
            return Optional.of(TIME.format(day.atStartOfDay(ZoneOffset.UTC)));
        }
        if (value instanceof BigDecimal number) {
            return Optional.of(number.toPlainString());
        }
        return value instanceof Number number ? Optional.of(number.toString()) : Optional.empty();
    }
}
