package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterEdit;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterExamples;
import io.d365hub.deadletter.LetterRedirects;
import io.d365hub.deadletter.LetterRefusedException;
import io.d365hub.deadletter.LetterVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Editing a dead letter, its versions, and sending it to another integration. */
public final class LetterEditResources implements AdminResources {

    private static final Set<String> MEMBERS =
            Set.of("version", "headers", "body", "bodyBase64", "reason", "unchecked");

    private final LetterEdits edits;
    private final LetterRedirects redirects;
    private final LetterExamples examples;
    private final MappedLetters mapped;
    private final LetterScope letters;
    private final ShownLetters masks;
    private final RevealedLetters reveals;

    /** What changes letters. */
    public record Services(
            LetterEdits edits, LetterRedirects redirects, LetterExamples examples, MappedLetters mapped) {}

    /**
     * @param masks takes personal values out of what is shown
     */
    public LetterEditResources(Services services, LetterScope letters, ShownLetters masks, RevealedLetters reveals) {
        this.letters = letters;
        this.masks = masks;
        this.reveals = reveals;
        this.examples = services.examples();
        this.mapped = services.mapped();
        this.edits = services.edits();
        this.redirects = services.redirects();
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get("dead-letters/:id/versions", this::versions);
        parts.post("dead-letters/:id/versions", 201, this::edit);
        parts.get("dead-letters/:id/mapped", this::mapped);
        parts.get("dead-letters/:id/example", this::example);
        parts.post("dead-letters/:id/redirect", 202, this::redirect);
    }

    private Object versions(AdminRequest request) {
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        List<LetterVersion> versions = known(request);
        boolean revealed = reveals.asked(request, request.id("id"));
        String contentType = letters.of(request).letter().contentType();
        versions.stream()
                .map(version -> shown(version, contentType, revealed))
                .forEach(answer.putArray("versions")::add);
        return answer;
    }

    private List<LetterVersion> known(AdminRequest request) {
        List<LetterVersion> versions =
                edits.versions(letters.of(request).letter().id());
        if (versions.isEmpty()) {
            throw DeadLetterResources.unknown(request.path("id"));
        }
        return versions;
    }

    private ObjectNode shown(LetterVersion version, String contentType, boolean revealed) {
        ObjectNode shown = AdminApi.JSON
                .createObjectNode()
                .put("version", version.version())
                .put("at", version.at().toString())
                .put("who", version.who())
                .put("reason", version.reason());
        masks.putContent(shown, version.content(), contentType, revealed);
        return shown;
    }

    private Object edit(AdminRequest request) {
        List<LetterVersion> versions = known(request);
        UUID id = request.id("id");
        // Whoever changes a message has to see it.
        reveals.require(request, id);
        LetterEdit edit = read(request.body(), request.who(), versions.get(versions.size() - 1));
        try {
            return Map.of("id", id, "version", edits.edit(id, edit));
        } catch (LetterRefusedException e) {
            throw problem(e);
        }
    }

    /** What the order leaves out stays as it is. */
    private static LetterEdit read(JsonNode order, String who, LetterVersion newest) {
        order.fieldNames().forEachRemaining(member -> {
            if (!MEMBERS.contains(member)) {
                throw wrong("'" + member + "' is no member of an edit");
            }
        });
        if (!order.path("version").isIntegralNumber()) {
            throw wrong("it does not name the 'version' that it changes");
        }
        return new LetterEdit(
                order.path("version").asInt(),
                order.has("headers")
                        ? headers(order.get("headers"))
                        : newest.content().headers(),
                body(order, newest),
                who,
                order.path("reason").asText(""),
                order.path("unchecked").asBoolean(false));
    }

    private static Map<String, String> headers(JsonNode object) {
        if (!object.isObject()) {
            throw wrong("'headers' is no object");
        }
        Map<String, String> headers = new HashMap<>();
        object.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    private static byte[] body(JsonNode order, LetterVersion newest) {
        if (order.has("body")) {
            return order.get("body").asText().getBytes(StandardCharsets.UTF_8);
        }
        if (!order.has("bodyBase64")) {
            return newest.content().body();
        }
        try {
            return Base64.getDecoder().decode(order.get("bodyBase64").asText());
        } catch (IllegalArgumentException e) {
            throw wrong("'bodyBase64' is no Base64");
        }
    }

    private Object mapped(AdminRequest request) {
        LetterDetail detail = letters.of(request);
        boolean revealed = reveals.asked(request, detail.letter().id());
        return mapped.of(detail.letter(), detail.content(), revealed);
    }

    private Object example(AdminRequest request) {
        try {
            return Map.of(
                    "example",
                    examples.example(letters.of(request).letter().id())
                            .orElseThrow(() -> DeadLetterResources.unknown(request.path("id"))));
        } catch (LetterRefusedException e) {
            throw problem(e);
        }
    }

    private Object redirect(AdminRequest request) {
        JsonNode order = request.body();
        UUID letter = letters.of(request).letter().id();
        String target = order.path("integration").asText("");
        if (!request.user().maySee(target)) {
            throw IntegrationResources.unknown(target);
        }
        try {
            UUID message = redirects.redirect(
                    letter, target, request.who(), order.path("reason").asText(""));
            return Map.of("id", letter, "message", message);
        } catch (LetterRefusedException e) {
            throw problem(e);
        }
    }

    private static AdminProblemException problem(LetterRefusedException e) {
        int status =
                switch (e.reason()) {
                    case UNKNOWN -> 404;
                    case CHANGED -> 409;
                    case WRONG -> 422;
                };
        return new AdminProblemException(status, e.what(), e.why(), e.mend());
    }

    private static AdminProblemException wrong(String why) {
        return new AdminProblemException(
                422,
                "The dead letter was not edited.",
                "The edit is wrong: " + why + ".",
                "Send {\"version\": N, \"reason\": \"...\"} with \"body\" or \"bodyBase64\", or with \"headers\".");
    }
}
