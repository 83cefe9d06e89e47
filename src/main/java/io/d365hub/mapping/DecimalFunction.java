package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code decimal(value, fallback?)}: an exact decimal number from a text such as {@code "12.50"} or from a number; null
 * stays null. What is not a plain decimal gives the fallback, or fails without one. JSLT's own {@code number} goes
 * through a binary float.
 */
final class DecimalFunction extends MappingFunction {

    // No exponent: "1e9" in an amount is a mistake, and new BigDecimal("1e999999999") would take the memory down.
    private static final Pattern PLAIN = Pattern.compile("[+-]?\\d{1,28}(\\.\\d{1,10})?");

    DecimalFunction() {
        super("decimal", 1, 2);
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        JsonNode value = arguments[0];
        if (value.isNull()) {
            return value;
        }
        Optional<JsonNode> exact = exact(value);
        if (exact.isPresent()) {
            return exact.get();
        }
        if (arguments.length == 2) {
            return arguments[1];
        }
        throw new JsltException("decimal(" + text(value) + ") failed: not a decimal number such as 12.50");
    }

    /** The value as a decimal, when it is a number or a plain decimal text. */
    static Optional<JsonNode> exact(JsonNode value) {
        if (value.isIntegralNumber() || value.isBigDecimal()) {
            return Optional.of(value);
        }
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return Optional.of(DecimalNode.valueOf(BigDecimal.valueOf(value.doubleValue())));
        }
        if (value.isTextual() && PLAIN.matcher(value.textValue().strip()).matches()) {
            return Optional.of(
                    DecimalNode.valueOf(new BigDecimal(value.textValue().strip())));
        }
        return Optional.empty();
    }
}
