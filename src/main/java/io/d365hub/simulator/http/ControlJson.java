package io.d365hub.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.simulator.operation.Answer;
import java.io.IOException;
import java.util.Map;

/** The JSON that controls take and give. Strict: a misspelt member is an error. */
final class ControlJson {

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ControlJson() {}

    /** The old value with the members that {@code body} names; what is left out stays. */
    @SuppressWarnings("unchecked") // a value's class is the class of its type
    static <T> T merged(T old, byte[] body) throws IOException {
        ObjectNode tree = MAPPER.valueToTree(old);
        JsonNode change = MAPPER.readTree(body);
        if (!change.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        tree.setAll((ObjectNode) change);
        return (T) MAPPER.treeToValue(tree, old.getClass());
    }

    static <T> T read(byte[] body, Class<T> type) throws IOException {
        T value = MAPPER.readValue(body, type);
        if (value == null) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        return value;
    }

    static Answer ok(Object value) throws JsonProcessingException {
        return new Answer(200).body("application/json", MAPPER.writeValueAsBytes(value));
    }

    static Answer problem(int status, String detail) {
        byte[] body;
        try {
            body = MAPPER.writeValueAsBytes(Map.of("status", status, "title", "Control refused", "detail", detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // cannot be: texts and a number
        }
        return new Answer(status).body("application/problem+json", body);
    }
}
