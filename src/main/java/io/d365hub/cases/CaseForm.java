package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The form of a case, which is the schema that editors complete with: whatever a case says and the schema does not know
 * would be silently passed over, and the case pass by mistake.
 */
final class CaseForm {

    private static final String SCHEMA = "/schemas/cases.schema.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The questions of the schema, the least telling first; what is not here tells nothing that these do not. */
    private static final List<String> TELLING = List.of(
            "type",
            "minItems",
            "minProperties",
            "minLength",
            "minimum",
            "maximum",
            "pattern",
            "const",
            "enum",
            "required",
            "propertyNames",
            "additionalProperties");

    private final JsonNode definition;
    private final JsonSchema schema;

    private CaseForm(JsonNode definition) {
        this.definition = definition;
        this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(definition);
    }

    /** One place in a case that does not have the form. */
    record Mistake(YamlValue at, String why) {}

    static CaseForm read() {
        try (InputStream file = CaseForm.class.getResourceAsStream(SCHEMA)) {
            return new CaseForm(JSON.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the first case of a list, the innermost place of all; empty when it has the form. */
    Optional<Mistake> mistake(YamlValue item) {
        JsonNode list = JSON.createArrayNode().add(item.json());
        return schema.validate(list).stream()
                .max(Comparator.comparingInt((ValidationMessage message) ->
                                message.getInstanceLocation().getNameCount())
                        .thenComparing(message -> TELLING.indexOf(message.getType()))
                        .thenComparing(ValidationMessage::getMessage, Comparator.reverseOrder()))
                .map(message -> new Mistake(place(item, message.getInstanceLocation()), words(message)));
    }

    private static YamlValue place(YamlValue item, JsonNodePath path) {
        YamlValue at = item;
        for (int i = 1; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            Optional<YamlValue> next = step instanceof Integer number
                    ? at.items().stream().skip(number).findFirst()
                    : at.get(step.toString());
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private String words(ValidationMessage message) {
        String where = message.getInstanceLocation().toString().replaceFirst("^\\$\\[0]\\.?", "");
        String part = where.isEmpty() ? "a case" : "'" + where + "'";
        JsonNode asked = definition.at(message.getSchemaLocation().getFragment().toString());
        return switch (message.getType()) {
            case "additionalProperties" ->
                "'" + message.getProperty() + "' is no part of " + part + "; those are "
                        + String.join(", ", names(message));
            case "propertyNames" ->
                "'" + message.getProperty() + "' is no part of " + part + "; those are " + texts(asked.path("enum"));
            case "enum" -> part + " can be " + texts(asked);
            case "minLength" -> part + " must not be empty: every text contains nothing";
            default ->
                part
                        + message.getMessage()
                                .substring(message.getMessage().indexOf(':') + 1)
                                .replace("does not match the regex pattern", " cannot be read; it has to match");
        };
    }

    private List<String> names(ValidationMessage message) {
        List<String> names = new ArrayList<>();
        definition
                .at(message.getSchemaLocation()
                        .getFragment()
                        .getParent()
                        .append("properties")
                        .toString())
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    private static String texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return String.join(", ", texts);
    }
}
