package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns values as .NET writes those of the Dataverse SDK into plain JSON. Lenient: what it does not know stays as it is. */
final class ContextValues {

    /** Milliseconds since 1970 in UTC; the suffix says how the sender would show it, and nothing of the instant. */
    private static final Pattern DATE = Pattern.compile("/Date\\((-?\\d{1,18})([+-]\\d{4})?\\)/");

    private static final int MOST_BYTES_OF_ONE = 255;

    private ContextValues() {}

    /** The object of an array of pairs: {@code [{"key": ..., "value": ...}]}. */
    static ObjectNode attributes(JsonNode pairs) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (JsonNode pair : pairs) {
            if (pair.path("key").isTextual()) {
                object.set(pair.path("key").asText(), plain(pair.path("value")));
            }
        }
        return object;
    }

    /** The value of a key in an array of pairs; a missing node when it is not there. */
    static JsonNode find(JsonNode pairs, String key) {
        for (JsonNode pair : pairs) {
            if (pair.path("key").asText().equals(key)) {
                return pair.path("value");
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    static JsonNode plain(JsonNode value) {
        if (value.isTextual()) {
            return date(value.asText()).<JsonNode>map(TextNode::valueOf).orElse(value);
        }
        if (value.isArray()) {
            return array(value);
        }
        if (!value.isObject()) {
            return value.isMissingNode() ? NullNode.getInstance() : value;
        }
        return switch (type(value)) {
            case "OptionSetValue", "Money", "BooleanManagedProperty" -> value.path("Value");
            case "EntityReference" -> reference(value);
            case "Entity" -> entity(value);
            case "EntityCollection" -> entities(value.path("Entities"));
            default -> untyped(value);
        };
    }

    /** The class in {@code __type}; empty when there is none. */
    static String type(JsonNode value) {
        String type = value.path("__type").asText();
        int colon = type.indexOf(':');
        return colon < 0 ? type : type.substring(0, colon);
    }

    /** Images and other places whose type is declared come without {@code __type}. */
    private static JsonNode untyped(JsonNode value) {
        if (value.has("Attributes")) {
            return entity(value);
        }
        if (value.has("Entities")) {
            return entities(value.path("Entities"));
        }
        return value.has("LogicalName") && value.has("Id") ? reference(value) : value;
    }

    private static ObjectNode reference(JsonNode value) {
        ObjectNode reference = JsonNodeFactory.instance.objectNode();
        reference
                .put("table", value.path("LogicalName").asText())
                .put("id", value.path("Id").asText());
        if (!value.path("KeyAttributes").isEmpty()) {
            reference.set("key", attributes(value.path("KeyAttributes")));
        }
        return reference;
    }

    private static ObjectNode entity(JsonNode value) {
        return attributes(value.path("Attributes"));
    }

    private static ArrayNode entities(JsonNode values) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        values.forEach(row -> rows.add(entity(row)));
        return rows;
    }

    private static JsonNode array(JsonNode values) {
        if (!values.isEmpty() && isBytes(values)) {
            byte[] bytes = new byte[values.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) values.get(i).asInt();
            }
            return TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
        }
        ArrayNode plain = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> plain.add(plain(value)));
        return plain;
    }

    /** Bare numbers only ever stand for bytes: choices come typed. */
    private static boolean isBytes(JsonNode values) {
        for (JsonNode value : values) {
            if (!value.isInt() || value.asInt() < 0 || value.asInt() > MOST_BYTES_OF_ONE) {
                return false;
            }
        }
        return true;
    }

    /** The time that a text stands for; nothing when it stands for itself. */
    static Optional<String> date(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Instant.ofEpochMilli(Long.parseLong(date.group(1))).toString());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
