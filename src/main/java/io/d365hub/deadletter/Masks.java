package io.d365hub.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;

/**
 * Takes what is personal out of a message and leaves its shape: letters become x or X, digits become 1, everything else stays, so
 * that lengths and patterns are as they were. True, false and null stay.
 */
final class Masks {

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
