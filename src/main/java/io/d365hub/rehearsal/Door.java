package io.d365hub.rehearsal;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.mapping.Mappings;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.apache.camel.Consumer;
import org.apache.camel.util.TimeUtils;
import org.xml.sax.InputSource;

/**
 * Where messages come into a route: what its endpoint said.
 *
 * @param scheme its component
 * @param path what it names
 * @param options its options
 * @param consumer takes the messages
 */
record Door(String scheme, String path, Map<String, String> options, Consumer consumer) {

    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(10);

    Duration wait(String option) {
        String text = options.getOrDefault(option, "");
        return text.isBlank() ? DEFAULT_WAIT : Duration.ofMillis(TimeUtils.toMilliSeconds(text));
    }

    boolean holdsKeys() {
        return options.getOrDefault("afterDeadLetter", "").equals("hold-key");
    }

    /** The record key of a message; a message without one is alone with itself. */
    String recordKey(String message, int number) {
        String where = options.getOrDefault("recordKey", "");
        if (where.isBlank()) {
            return "#" + number;
        }
        try {
            String key = options.getOrDefault("format", "").equals("xml")
                    ? XPathFactory.newInstance().newXPath().evaluate(where, new InputSource(new StringReader(message)))
                    : json(message, where);
            return key.isEmpty() ? "#" + number : key;
        } catch (IOException | XPathExpressionException | IllegalArgumentException e) {
            return "#" + number; // that it cannot be read is the route's business
        }
    }

    private static String json(String message, String where) throws IOException {
        JsonNode value = Mappings.reader().readTree(message).at(JsonPointer.compile(where));
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }
}
