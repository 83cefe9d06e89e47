package io.d365hub.webhook.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads a {@code RemoteExecutionContext} as a {@link ChangeEvent}. Lenient: fields came over the years. */
final class ContextReader {

    private static final ObjectMapper JSON = JsonMapper.builder(new JsonFactory())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    /** Every asynchronous event has an image with this alias; it holds the id and a name only. */
    private static final String AUTOMATIC = "AsynchronousStepPrimaryName";

    private ContextReader() {}

    /** Whether these bytes are an event as Dataverse posts it, and not one that was read before. */
    static boolean isContext(JsonNode document) {
        return document.has("MessageName") && document.has("PrimaryEntityName");
    }

    static JsonNode parse(byte[] body) throws IOException {
        return JSON.readTree(body);
    }

    /**
     * Reads an event.
     *
     * @param organization the sender's host, or empty
     * @param cut whether the sender says that parts are left out
     */
    static ChangeEvent read(JsonNode document, String organization, boolean cut, byte[] raw) {
        JsonNode input = document.path("InputParameters");
        JsonNode target = ContextValues.find(input, "Target");
        ObjectNode values =
                target.has("Attributes") ? ContextValues.attributes(target.path("Attributes")) : others(input);
        ObjectNode pre = images(document.path("PreEntityImages"));
        ObjectNode post = images(document.path("PostEntityImages"));
        return new ChangeEvent(
                organization,
                text(document, "OrganizationId"),
                text(document, "PrimaryEntityName"),
                text(document, "MessageName"),
                text(document, "PrimaryEntityId").toLowerCase(Locale.ROOT),
                changed(document, values),
                values,
                pre,
                post,
                related(input),
                version(document, target),
                first(values, post, "modifiedon"),
                ContextValues.date(text(document, "OperationCreatedOn")).orElse(""),
                text(document, "CorrelationId"),
                text(document, "OperationId"),
                document.path("OwningExtension").path("Id").asText(""),
                document.path("Depth").asInt(1),
                text(document, "InitiatingUserId").toLowerCase(Locale.ROOT),
                text(document, "UserId").toLowerCase(Locale.ROOT),
                Optional.of(ContextValues.find(document.path("SharedVariables"), "tag"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText),
                document.path("Mode").asInt(1) == 1,
                cut || !document.has("InputParameters"),
                false,
                false,
                raw);
    }

    private static String text(JsonNode document, String name) {
        return document.path(name).isTextual() ? document.path(name).asText() : "";
    }

    /** Parameters of messages whose target is only named: state, status, assignee and the like. */
    private static ObjectNode others(JsonNode input) {
        ObjectNode values = ContextValues.attributes(input);
        values.remove(List.of("Target", "Relationship", "RelatedEntities"));
        return values;
    }

    /** What the caller sent: the enclosing operation shows it without what the platform added. */
    private static List<String> changed(JsonNode document, ObjectNode values) {
        JsonNode sent = ContextValues.find(document.path("ParentContext").path("InputParameters"), "Target")
                .path("Attributes");
        ObjectNode named = sent.isEmpty() ? values : ContextValues.attributes(sent);
        List<String> names = new ArrayList<>();
        named.fieldNames().forEachRemaining(names::add);
        names.remove(text(document, "PrimaryEntityName") + "id");
        return names;
    }

    private static ObjectNode images(JsonNode images) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (JsonNode image : images) {
            if (!image.path("key").asText().equals(AUTOMATIC)) {
                all.setAll(ContextValues.attributes(image.path("value").path("Attributes")));
            }
        }
        return all;
    }

    private static List<ChangeEvent.Related> related(JsonNode input) {
        String relationship =
                ContextValues.find(input, "Relationship").path("SchemaName").asText("");
        List<ChangeEvent.Related> related = new ArrayList<>();
        for (JsonNode row : ContextValues.find(input, "RelatedEntities")) {
            related.add(new ChangeEvent.Related(
                    relationship,
                    row.path("LogicalName").asText(),
                    row.path("Id").asText()));
        }
        return related;
    }

    private static OptionalLong version(JsonNode document, JsonNode target) {
        List<String> texts = new ArrayList<>();
        texts.add(target.path("RowVersion").asText(""));
        document.path("PostEntityImages")
                .forEach(image ->
                        texts.add(image.path("value").path("RowVersion").asText("")));
        return texts.stream()
                .filter(text -> text.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .max();
    }

    private static String first(ObjectNode values, ObjectNode post, String name) {
        return values.path(name).isTextual()
                ? values.path(name).asText()
                : post.path(name).asText("");
    }
}
