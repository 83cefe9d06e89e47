package io.d365hub.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ./hub dead-letters edit}: mends what a letter carries. The letter as it died is kept. */
@Command(
        name = "edit",
        description =
                "Changes what a replay of a dead letter sends, and shows the difference. The letter as it died is kept.",
        mixinStandardHelpOptions = true)
final class EditCommand implements Callable<Integer> {

    private static final int CONTEXT = 3;

    /** Numbers as they are written: an edit must not round what it does not touch. */
    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @ParentCommand
    private DeadLettersCommand letters;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "ID", description = "The dead letter.")
    private String id;

    @Option(
            names = "--set",
            paramLabel = "POINTER=VALUE",
            description =
                    "Sets a member of a JSON body, e.g. --set /customer/name=Ann. A value that is JSON is taken as such;"
                            + " only digits, true and false stay text where text is now.")
    private Map<String, String> values = Map.of();

    @Option(names = "--body", paramLabel = "FILE", description = "Takes the whole body from a file.")
    private Path body;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Sets a header; an empty value takes it away.")
    private Map<String, String> headers = Map.of();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for those who ask later.")
    private String reason;

    @Option(names = "--unchecked", description = "Keeps the edit although today's schema or mapping would refuse it.")
    private boolean unchecked;

    @Override
    public Integer call() {
        if (values.isEmpty() && headers.isEmpty() && body == null) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Nothing to change. Name it with --set, --body or --header.");
        }
        AdminClient admin = letters.admin();
        String path = "dead-letters/" + AdminClient.encoded(id) + "/versions";
        // An edit needs the whole message: that is revealing it, for the reason of the edit.
        String whole = path + "?reveal=true&reason=" + AdminClient.encoded("edit: " + reason);
        JsonNode versions = admin.get(whole).path("versions");
        JsonNode newest = versions.path(versions.size() - 1);
        ObjectNode edit = AdminClient.JSON
                .createObjectNode()
                .put("version", newest.path("version").asInt())
                .put("reason", reason)
                .put("unchecked", unchecked);
        if (!headers.isEmpty()) {
            edit.set("headers", headers(newest));
        }
        putBody(edit, newest);
        JsonNode answer = admin.post(path, edit);
        if (output.json()) {
            output.out().println(answer.toPrettyString());
        } else {
            difference(newest, edited(newest, edit, answer)).forEach(output.out()::println);
            output.out()
                    .printf(
                            "Kept as version %d. './hub dead-letters replay %s' sends it.%n",
                            answer.path("version").asInt(), id);
        }
        return ExitCode.OK;
    }

    /** The version that the hub has kept, as far as this command knows it from its own order. */
    private static JsonNode edited(JsonNode newest, ObjectNode edit, JsonNode answer) {
        ObjectNode edited = newest.deepCopy();
        edited.put("version", answer.path("version").asInt());
        if (edit.has("headers")) {
            edited.set("headers", edit.get("headers"));
        }
        if (edit.has("bodyBase64")) {
            byte[] bytes = Base64.getDecoder().decode(edit.get("bodyBase64").asText());
            edited.put("body", new String(bytes, StandardCharsets.UTF_8));
        } else if (edit.has("body")) {
            edited.set("body", edit.get("body"));
        }
        return edited;
    }

    private ObjectNode headers(JsonNode newest) {
        ObjectNode all = newest.path("headers").deepCopy();
        headers.forEach((name, value) -> {
            if (value.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return all;
    }

    private void putBody(ObjectNode edit, JsonNode newest) {
        try {
            if (body != null) {
                edit.put("bodyBase64", Base64.getEncoder().encodeToString(Files.readAllBytes(body)));
            } else if (!values.isEmpty()) {
                JsonNode tree = EXACT.readTree(newest.path("body").asText());
                values.forEach((pointer, value) -> set(tree, pointer, value));
                edit.put("body", EXACT.writeValueAsString(tree));
            }
        } catch (JsonProcessingException e) {
            throw new CommandFailedException(
                    ExitCode.FOUND,
                    "The body is no JSON, so --set cannot change it. Give the whole body with --body FILE.");
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.USAGE, "The file " + body + " cannot be read.");
        }
    }

    private static void set(JsonNode tree, String text, String value) {
        JsonPointer pointer;
        try {
            pointer = JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "'" + text + "' is no JSON Pointer. Write it like /customer/name.");
        }
        if (!(tree.at(pointer.head()) instanceof ObjectNode parent)) {
            throw new CommandFailedException(
                    ExitCode.FOUND,
                    "The body has no object at '" + pointer.head() + "', so '" + text
                            + "' cannot be set. './hub dead-letters show ID' shows the body.");
        }
        String member = pointer.last().getMatchingProperty();
        JsonNode now = json(value);
        // A postal code or an order number that is text today stays text: 01234 and 10115 look alike to whoever types.
        boolean staysText = parent.path(member).isTextual() && (now.isNumber() || now.isBoolean());
        parent.set(member, staysText ? TextNode.valueOf(value) : now);
    }

    private static JsonNode json(String value) {
        try {
            JsonNode parsed = EXACT.readTree(value);
            return parsed.isMissingNode() ? TextNode.valueOf(value) : parsed;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(value);
        }
    }

    private static List<String> difference(JsonNode before, JsonNode after) {
        List<String> old = lines(before);
        return UnifiedDiffUtils.generateUnifiedDiff(
                "version " + before.path("version").asInt(),
                "version " + after.path("version").asInt(),
                old,
                DiffUtils.diff(old, lines(after)),
                CONTEXT);
    }

    private static List<String> lines(JsonNode version) {
        StringBuilder text = new StringBuilder();
        version.path("headers").properties().forEach(header -> text.append(header.getKey())
                .append(": ")
                .append(header.getValue().asText())
                .append('\n'));
        String shown = version.path("body").asText(version.path("bodyBase64").asText());
        try {
            return text.append(EXACT.readTree(shown).toPrettyString())
                    .toString()
                    .lines()
                    .toList();
        } catch (JsonProcessingException e) {
            return text.append(shown).toString().lines().toList();
        }
    }
}
