package io.d365hub.mapping.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.d365hub.mapping.RefusedByMappingException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One column of a table map.
 *
 * @param from column of the source; empty for a constant
 * @param to column of the target
 * @param lookUp where the value is looked up, when the target column refers to a row of another table
 * @param type what the value must be
 * @param values what each value of the source becomes; empty: it stays
 * @param fallback for rows without value; null when there is none
 * @param truncate most characters of a text; 0: any number
 * @param required whether rows without value are refused
 */
record TableField(
        String from,
        String to,
        Optional<LookUp> lookUp,
        Type type,
        Map<String, JsonNode> values,
        JsonNode fallback,
        int truncate,
        boolean required) {

    /** Which row of another table: the one whose key column has the value. */
    record LookUp(String table, String key) {}

    /** What a value is. */
    enum Type {
        ANY,
        TEXT,
        INTEGER,
        DECIMAL,
        BOOLEAN
    }

    /** The value for the target; null when the row has none. */
    JsonNode value(JsonNode source, String map) {
        JsonNode value = from.isEmpty() ? null : source.get(from);
        if (value == null || value.isNull()) {
            if (fallback != null) {
                return fallback;
            }
            if (required) {
                throw refused(map, "It has no value.", "Have it filled in where the row comes from.");
            }
            return value;
        }
        if (!values.isEmpty()) {
            JsonNode mapped = values.get(value.asText());
            if (mapped == null && fallback == null) {
                throw refused(
                        map,
                        "Its value is not in the value map.",
                        "Add it under 'values' of " + map + ", or state a 'default'; then replay the dead letter.");
            }
            return mapped == null ? fallback : mapped;
        }
        return shortened(typed(value, map));
    }

    private JsonNode shortened(JsonNode value) {
        if (truncate == 0 || !value.isTextual() || value.textValue().length() <= truncate) {
            return value;
        }
        String text = value.textValue();
        // Never half of a character that takes two places.
        int end = Character.isHighSurrogate(text.charAt(truncate - 1)) ? truncate - 1 : truncate;
        return TextNode.valueOf(text.substring(0, end));
    }

    /** The value as its type; a text that says a number is one. */
    JsonNode typed(JsonNode value, String map) {
        try {
            return switch (type) {
                case ANY -> value;
                case TEXT -> TextNode.valueOf(value.asText());
                case BOOLEAN -> value.isBoolean() ? value : bool(value.asText());
                case DECIMAL ->
                    value.isNumber()
                            ? value
                            : DecimalNode.valueOf(new BigDecimal(value.asText().strip()));
                case INTEGER ->
                    DecimalNode.valueOf(
                            new BigDecimal(new BigDecimal(value.asText().strip()).toBigIntegerExact()));
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw refused(
                    map,
                    "Its value is no " + type.name().toLowerCase(Locale.ROOT) + ".",
                    "Have it mended where the row comes from, and sent again.");
        }
    }

    private static JsonNode bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> BooleanNode.TRUE;
            case "false", "no", "0" -> BooleanNode.FALSE;
            default -> throw new NumberFormatException();
        };
    }

    private RefusedByMappingException refused(String map, String why, String mend) {
        return RefusedByMappingException.of(
                "Column '" + (from.isEmpty() ? to : from) + "' was not mapped by " + map + ".", why, mend);
    }
}
