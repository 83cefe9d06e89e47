package io.d365hub.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what is personal out of a message and leaves its shape: letters become x or X, digits become 1, everything else stays, so
 * that lengths and patterns are as they were. A date becomes another date, because a target reads it. True, false and null stay.
 */
final class Masks {

    /** A date, or a date and a time of day, as ISO 8601 writes them. */
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:(?<between>[T ])(?<clock>\\d{2}:\\d{2}(?::\\d{2})?)"
                    + "(?<fraction>\\.\\d{1,9})?(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?");

    private Masks() {}

    static JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode masked = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> masked.set(member.getKey(), masked(member.getValue())));
            return masked;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode masked = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> masked.add(masked(item)));
            return masked;
        }
        if (node.isTextual()) {
            return TextNode.valueOf(masked(node.asText()));
        }
        return node.isNumber() ? DecimalNode.valueOf(masked(node.decimalValue())) : node;
    }

    private static BigDecimal masked(BigDecimal number) {
        return new BigDecimal(masked(number.toPlainString()));
    }

    static String masked(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches() ? maskedTime(time) : withoutLetters(text);
    }

    /** Another time in the same form: digits of 1 would be in the year 1111, which no target takes, and T is no letter. */
    private static String maskedTime(Matcher time) {
        StringBuilder masked = new StringBuilder("2001-01-01");
        if (time.group("clock") != null) {
            masked.append(time.group("between")).append(time.group("clock").replaceAll("\\d\\d", "01"));
        }
        if (time.group("fraction") != null) {
            masked.append('.').append("1".repeat(time.group("fraction").length() - 1));
        }
        return time.group("zone") == null
                ? masked.toString()
                : masked.append(time.group("zone")).toString();
    }

    private static String withoutLetters(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                masked.append('1');
            } else if (Character.isLetter(c)) {
                masked.append(Character.isUpperCase(c) ? 'X' : 'x');
            } else {
                masked.appendCodePoint(c);
            }
        });
        return masked.toString();
    }
}
