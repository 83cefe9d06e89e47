package io.d365hub.batch.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.batch.BatchRow;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/** What a target would be given for a row: where it goes, with which options, and its body. */
final class MappedRow {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET_OPTIONS = "CamelDataverse";

    private MappedRow() {}

    /** The step that the exchange stands before. */
    static Optional<Endpoint> target(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(BatchRow.TARGET, Endpoint.class));
    }

    /** The body; null when there is none that could be compared. */
    static byte[] body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        try {
            if (body instanceof JsonNode tree) {
                return JSON.writeValueAsBytes(tree);
            }
        } catch (JsonProcessingException e) {
            return null;
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        if (body instanceof InputStream && bytes != null) {
            exchange.getMessage().setBody(bytes); // the stream has been read
        }
        return bytes;
    }

    /** Where it goes, and the headers that tell the target what to do. */
    static String target(Endpoint endpoint, Exchange exchange) {
        Map<String, Object> options = null;
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            if (header.getKey().startsWith(TARGET_OPTIONS)) {
                options = options == null ? new TreeMap<>() : options;
                options.put(header.getKey(), header.getValue());
            }
        }
        return options == null ? endpoint.getEndpointUri() : endpoint.getEndpointUri() + options;
    }
}
