package io.d365hub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.math.BigDecimal;

/**
 * {@code decimal-sum(array)}: the exact sum of numbers and decimal texts; nulls count as nothing, and the sum of nothing
 * is 0.
 */
final class DecimalSumFunction extends MappingFunction {

    DecimalSumFunction() {
        super("decimal-sum", 1, 1);
    }

    @Override
    public JsonNode call(JsonNode input, JsonNode[] arguments) {
        JsonNode values = arguments[0];
        if (!values.isArray() && !values.isNull()) {
            throw new JsltException("decimal-sum(" + text(values) + ") failed: not an array");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode value : values) {
            if (!value.isNull()) {
                sum = sum.add(DecimalFunction.exact(value)
                        .orElseThrow(() -> new JsltException(
                                "decimal-sum failed: '" + text(value) + "' is not a decimal number such as 12.50"))
                        .decimalValue());
            }
        }
        return DecimalNode.valueOf(sum);
    }
}
