package io.d365hub.intake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.Format;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Describes the endpoints of integrations as OpenAPI 3.1. */
final class OpenApiDocument {

    private static final String ID = "018f3a52-6d3e-4c1a-9f6b-2f1c7a9d4e10";

    private final JsonNodeFactory nodes = JsonNodeFactory.instance;

    static String of(Collection<Integration> integrations) {
        return new OpenApiDocument().document(integrations).toString();
    }

    private ObjectNode document(Collection<Integration> integrations) {
        ObjectNode document = nodes.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "D365 Hub")
                .put(
                        "description",
                        "Takes messages, stores them durably, and delivers them in the order of their record keys.")
                .put("version", "1");
        document.putArray("security").addObject().putArray("apiKey");
        ObjectNode paths = document.putObject("paths");
        integrations.stream().sorted(Comparator.comparing(Integration::name)).forEach(integration -> paths.putObject(
                        PushHandler.PATH + integration.name())
                .set("post", push(integration)));
        paths.putObject(MessagesHandler.PATH + "{id}").set("get", state());
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("apiKey")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", Admission.API_KEY);
        components.set("schemas", schemas());
        return document;
    }

    private ObjectNode push(Integration integration) {
        ObjectNode operation = nodes.objectNode()
                .put("operationId", "push-" + integration.name())
                .put("summary", "Send messages to " + integration.name())
                .put(
                        "description",
                        "The record that a message is about is named at " + integration.recordKey()
                                + "; order is kept among messages of one record.");
        ArrayNode parameters = operation.putArray("parameters");
        parameters
                .addObject()
                .put("name", IdempotencyKey.HEADER)
                .put("in", "header")
                .put("description", "One for each message; the same one when the message is sent again.")
                .set("schema", string().put("minLength", 1).put("maxLength", 255));
        parameters
                .addObject()
                .put("name", WaitPreference.HEADER)
                .put("in", "header")
                .put(
                        "description",
                        "wait=N: the answer comes when the message is delivered, or after N seconds. Of a body of one message.")
                .put("example", "wait=10")
                .set("schema", string());
        ObjectNode body = operation.putObject("requestBody").put("required", true);
        ObjectNode content = body.putObject("content");
        if (integration.format() == Format.JSON) {
            ObjectNode example = example(integration.recordKey());
            media(content, "application/json", nodes.objectNode().put("type", "object"))
                    .set("example", example);
            media(
                            content,
                            "application/x-ndjson",
                            string().put("description", "One JSON object a line; all or nothing."))
                    .put("example", example + "\n" + example + "\n");
        } else {
            media(content, "application/xml", string());
        }
        ObjectNode answers = operation.putObject("responses");
        delivered(answers.putObject("200"));
        accepted(answers.putObject("202"), integration.format());
        problems(answers, List.of(400, 401, 403, 404, 408, 413, 415, 422, 503));
        return operation;
    }

    private void delivered(ObjectNode answer) {
        answer.put("description", "Delivered, or filtered by the integration, while its sender waited.");
        header(answer, DeliveryAnswer.PREFERENCE_APPLIED, "How long the request would have waited.");
        ObjectNode media = media(answer.putObject("content"), "application/json", nodes.objectNode());
        ObjectNode schema = media.putObject("schema").put("type", "object");
        schema.putArray("required").add("id").add("state");
        ObjectNode properties = schema.putObject("properties");
        properties.set("id", string().put("format", "uuid"));
        ArrayNode states = properties.putObject("state").put("type", "string").putArray("enum");
        states.add("delivered").add("filtered");
        media.set("example", nodes.objectNode().put("id", ID).put("state", "delivered"));
    }

    private void accepted(ObjectNode answer, Format format) {
        answer.put("description", "Stored durably. Of a body of one message, Location leads to its state.");
        header(answer, "Location", "Where the state of the message can be asked for.");
        header(answer, "Idempotency-Replayed", "true when the same request had been accepted before.");
        ObjectNode media = media(answer.putObject("content"), "application/json", nodes.objectNode());
        ObjectNode schema = media.putObject("schema").put("type", "object");
        schema.putArray("required").add("id");
        ObjectNode properties = schema.putObject("properties");
        properties.set("id", string().put("format", "uuid"));
        if (format == Format.JSON) {
            properties
                    .putObject("accepted")
                    .put("type", "integer")
                    .put("description", "Number of lines; only for application/x-ndjson.");
            properties
                    .putObject("ids")
                    .put("type", "array")
                    .put("description", "The message of each line; only for application/x-ndjson.")
                    .set("items", string().put("format", "uuid"));
        }
        media.set("example", nodes.objectNode().put("id", ID));
    }

    private ObjectNode state() {
        ObjectNode operation =
                nodes.objectNode().put("operationId", "message-state").put("summary", "In which state a message is");
        operation
                .putArray("parameters")
                .addObject()
                .put("name", "id")
                .put("in", "path")
                .put("required", true)
                .set("schema", string().put("format", "uuid"));
        ObjectNode answers = operation.putObject("responses");
        ObjectNode found = answers.putObject("200").put("description", "Its state.");
        media(
                        found.putObject("content"),
                        "application/json",
                        nodes.objectNode().put("$ref", "#/components/schemas/MessageState"))
                .set(
                        "example",
                        nodes.objectNode()
                                .put("id", ID)
                                .put("integration", "webshop-orders")
                                .put("state", "delivered"));
        problems(answers, List.of(401, 404, 503));
        return operation;
    }

    private ObjectNode schemas() {
        ObjectNode schemas = nodes.objectNode();
        ObjectNode problem = schemas.putObject("Problem").put("type", "object");
        ArrayNode required = problem.putArray("required");
        ObjectNode members = problem.putObject("properties");
        for (String text : List.of("type", "title", "detail", "what", "why", "mend")) {
            required.add(text);
            members.set(text, string());
        }
        required.add("status");
        members.putObject("status").put("type", "integer");
        members.putObject("line").put("type", "integer").put("description", "The line that is to blame, from 1.");
        members.putObject("deadLetter")
                .put("type", "string")
                .put("format", "uuid")
                .put("description", "As what the hub keeps a message that was not delivered while its sender waited.");
        ObjectNode state = schemas.putObject("MessageState").put("type", "object");
        state.putArray("required").add("id").add("integration").add("state");
        ObjectNode parts = state.putObject("properties");
        parts.set("id", string().put("format", "uuid"));
        parts.set("integration", string());
        ArrayNode states = parts.putObject("state").put("type", "string").putArray("enum");
        for (MessageState.State each : MessageState.State.values()) {
            states.add(each.name().toLowerCase(Locale.ROOT));
        }
        parts.set("detail", string());
        parts.set("since", string().put("format", "date-time"));
        ArrayNode waits = parts.putObject("waitsFor")
                .put("type", "string")
                .put("description", "What has to happen before it goes on; missing when it has ended.")
                .putArray("enum");
        waits.add("turn").add("target").add("person");
        parts.set(
                "row",
                string().put(
                                "description",
                                "The row that it was delivered to, as its target names it, where that is known;"
                                        + " values of personal columns are left out."));
        ObjectNode steps = parts.putObject("lineage").put("type", "array").putObject("items");
        ObjectNode step = steps.put("type", "object").putObject("properties");
        step.set("event", string());
        step.set("at", string().put("format", "date-time"));
        step.set("deadLetter", string().put("format", "uuid"));
        step.set("replay", string().put("format", "uuid"));
        return schemas;
    }

    private void problems(ObjectNode answers, List<Integer> statuses) {
        for (int status : statuses) {
            ObjectNode answer = answers.putObject(Integer.toString(status)).put("description", meaning(status));
            if (status == 503) {
                header(answer, "Retry-After", "Seconds until it is worth trying again.");
            }
            media(
                    answer.putObject("content"),
                    Problem.MEDIA_TYPE,
                    nodes.objectNode().put("$ref", "#/components/schemas/Problem"));
        }
    }

    private static String meaning(int status) {
        StringBuilder meaning = new StringBuilder();
        for (ProblemType type : ProblemType.values()) {
            if (type.status() == status) {
                meaning.append(meaning.isEmpty() ? "" : " or ").append(type.title());
            }
        }
        return meaning.toString();
    }

    private void header(ObjectNode answer, String name, String description) {
        ObjectNode headers = answer.has("headers") ? (ObjectNode) answer.get("headers") : answer.putObject("headers");
        headers.putObject(name).put("description", description).set("schema", string());
    }

    private static ObjectNode media(ObjectNode content, String type, ObjectNode schema) {
        ObjectNode media = content.putObject(type);
        media.set("schema", schema);
        return media;
    }

    private ObjectNode string() {
        return nodes.objectNode().put("type", "string");
    }

    /** The smallest message that has a record key. */
    private ObjectNode example(String pointer) {
        ObjectNode example = nodes.objectNode();
        ObjectNode holder = example;
        List<String> steps = RecordKeyPointer.parse(pointer).steps();
        for (String step : steps.subList(0, steps.size() - 1)) {
            holder = holder.putObject(step);
        }
        holder.put(steps.get(steps.size() - 1), "1001");
        return example;
    }
}
