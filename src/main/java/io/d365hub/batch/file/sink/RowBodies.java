package io.d365hub.batch.file.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/** The rows in the body of an exchange: one object, or a list of them, as trees, text, bytes or maps. */
final class RowBodies {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RowBodies() {}

    /** At least one row, or a {@link FileSinkException}. */
    static List<ObjectNode> of(Exchange exchange) {
        List<ObjectNode> rows = new ArrayList<>();
        add(tree(exchange), rows);
        if (rows.isEmpty()) {
            throw noRow();
        }
        return rows;
    }

    private static void add(JsonNode tree, List<ObjectNode> rows) {
        if (tree instanceof ObjectNode row) {
            rows.add(row);
        } else if (tree instanceof ArrayNode several) {
            several.forEach(one -> add(one, rows));
        } else {
            throw noRow();
        }
    }

    private static JsonNode tree(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        try {
            if (body instanceof JsonNode node) {
                return node;
            }
            if (body instanceof byte[] || body instanceof String) {
                return JSON.readTree(exchange.getMessage().getBody(String.class));
            }
            return JSON.valueToTree(body);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // The parser's own words would quote the row.
            throw noRow();
        }
    }

    private static FileSinkException noRow() {
        return FileSinkException.refused(
                "The body is no JSON object, and no list of them.", "Have the mapping make one object of each row.");
    }
}
