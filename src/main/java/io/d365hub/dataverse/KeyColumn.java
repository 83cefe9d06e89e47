package io.d365hub.dataverse;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A column of an alternate key as authors write it: {@code ordernumber}, or {@code bld_from:date} where JSON cannot tell
 * the type.
 *
 * @param name logical name of the column
 * @param type how its value is read
 */
record KeyColumn(String name, Type type) {

    /** How a JSON value becomes a key value. */
    enum Type {
        /** A text as text, a number as number; a lookup ({@code _<column>_value}) as id. */
        PLAIN,
        TEXT,
        NUMBER,
        DATE,
        DATETIME,
        GUID
    }

    /** @throws IllegalArgumentException for a type that there is not; the message names the choices */
    static KeyColumn of(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            String name = text.trim();
            boolean lookup = name.startsWith("_") && name.endsWith("_value");
            return new KeyColumn(name, lookup ? Type.GUID : Type.PLAIN);
        }
        String type = text.substring(colon + 1).trim();
        return Arrays.stream(Type.values())
                .filter(t -> t != Type.PLAIN && t.name().equalsIgnoreCase(type))
                .findFirst()
                .map(t -> new KeyColumn(text.substring(0, colon).trim(), t))
                .orElseThrow(() -> new IllegalArgumentException("Key column '" + text.trim() + "' has the type '" + type
                        + "'; there are "
                        + Arrays.stream(Type.values())
                                .filter(t -> t != Type.PLAIN)
                                .map(t -> t.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    /** The columns of an option such as {@code bld_code,bld_from:date}; none for an empty one. */
    static List<KeyColumn> list(String option) {
        return option == null || option.isBlank()
                ? List.of()
                : Arrays.stream(option.split(",")).map(KeyColumn::of).toList();
    }

    /** @throws IllegalArgumentException when the value is missing or of another type; the message names the column only */
    Object value(JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            throw new IllegalArgumentException("Key column '" + name + "' is missing");
        }
        if (value.isContainerNode() || value.isBoolean()) {
            throw new IllegalArgumentException("Key column '" + name + "' must hold a text or a number");
        }
        try {
            return switch (type) {
                case PLAIN -> value.isNumber() ? number(value) : value.asText();
                case TEXT -> value.asText();
                case NUMBER -> number(value);
                case DATE -> LocalDate.parse(value.asText());
                case DATETIME -> instant(value.asText());
                case GUID -> UUID.fromString(value.asText());
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Key column '" + name + "' does not hold a " + type.name().toLowerCase(Locale.ROOT), e);
        }
    }

    private static Object number(JsonNode value) {
        BigDecimal number = value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
        return number.scale() <= 0 ? (Object) number.toBigIntegerExact() : number;
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
