package io.d365hub.simulator.metadata;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.d365hub.simulator.model.Label;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.PayloadError;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A definition as a client sent it. What it does not say is told apart from what it sets to null nowhere. */
public final class Definition {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final JsonNode node;

    private Definition(JsonNode node) {
        this.node = node;
    }

    /** Reads a body, which must be one JSON object; the empty body is the empty object. */
    public static Definition parse(byte[] body) {
        try {
            JsonNode tree = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            if (!tree.isObject()) {
                throw PayloadError.of(null, "The payload is not a JSON object.");
            }
            return new Definition(tree);
        } catch (JsonProcessingException e) {
            throw PayloadError.notJson(null, e);
        } catch (IOException e) {
            throw PayloadError.of(null, "The payload could not be read.");
        }
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** The JSON under this name; a missing node when there is none. */
    public JsonNode json(String name) {
        return node.path(name);
    }

    /** The names in the order of the payload. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The text, or null. */
    public String text(String name) {
        return node.path(name).isTextual() ? node.path(name).asText() : null;
    }

    /** The text, which must be there. */
    public String required(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw invalid("Required field '" + name + "' is missing.");
        }
        return text;
    }

    public boolean flag(String name, boolean otherwise) {
        return node.path(name).asBoolean(otherwise);
    }

    public int number(String name, int otherwise) {
        return node.path(name).asInt(otherwise);
    }

    public BigDecimal decimal(String name, String otherwise) {
        return node.path(name).isNumber() ? node.path(name).decimalValue() : new BigDecimal(otherwise);
    }

    /** What stands in {@code {"Value": ...}} under this name, or null. */
    public String value(String name) {
        JsonNode value = node.path(name).path("Value");
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    /** A label; {@link Label#NONE} when there is none. */
    public Label label(String name) {
        Map<Integer, String> texts = new LinkedHashMap<>();
        for (JsonNode text : node.path(name).path("LocalizedLabels")) {
            texts.put(
                    text.path("LanguageCode").asInt(Label.ENGLISH),
                    text.path("Label").asText());
        }
        return new Label(texts);
    }

    /** A label, or {@code otherwise} when the definition has none. */
    public Label label(String name, Label otherwise) {
        Label label = label(name);
        return label.texts().isEmpty() ? otherwise : label;
    }

    /** The object under this name; an empty one when there is none. */
    public Definition nested(String name) {
        return new Definition(node.path(name).isObject() ? node.path(name) : JSON.createObjectNode());
    }

    /** The objects in the array under this name. */
    public List<Definition> list(String name) {
        List<Definition> found = new ArrayList<>();
        for (JsonNode item : node.path(name)) {
            found.add(new Definition(item));
        }
        return found;
    }

    public List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        node.path(name).forEach(item -> found.add(item.asText()));
        return found;
    }

    /** The type without its namespace; the prefix that {@code CreateEntities} wants is taken off. Empty when not told. */
    public String type() {
        String type = node.path("@odata.type").asText("").replace("#", "").replace(NAMESPACE, "");
        return type.startsWith("Complex") ? type.substring("Complex".length()) : type;
    }

    /** The schema name, which must be there and begin with a publisher's prefix. */
    public String customSchemaName() {
        String name = required("SchemaName");
        if (!name.matches("[A-Za-z][A-Za-z0-9]{1,7}_[A-Za-z0-9_]+")) {
            throw invalid("The schema name '" + name
                    + "' is not valid: it must begin with a customization prefix of 2 to 8 letters and digits and an"
                    + " underscore, and may hold letters, digits and underscores only.");
        }
        if (name.toLowerCase(Locale.ROOT).startsWith("mscrm")) {
            throw invalid("The schema name '" + name + "' is not valid: the prefix 'mscrm' is reserved.");
        }
        return name;
    }

    /** The error of a definition that makes no sense. */
    public static ApiError invalid(String message) {
        return new ApiError(ErrorCode.INVALID_ARGUMENT, message);
    }
}
