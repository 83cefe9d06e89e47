package io.d365hub.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.access.Role;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.DiscardResult;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterGroup;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.deadletter.query.LetterQuery;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Listing, grouping, showing and discarding dead letters. */
public final class DeadLetterResources implements AdminResources {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_GROUPS = 500;

    private final LetterScope letters;
    private final ShownLetters shown;
    private final RevealedLetters reveals;
    private final Supplier<Collection<String>> names;

    /**
     * @param shown takes personal values out
     * @param reveals shows them all the same to whoever gives a reason
     * @param names the integrations that have ever had messages
     */
    public DeadLetterResources(
            LetterScope letters, ShownLetters shown, RevealedLetters reveals, Supplier<Collection<String>> names) {
        this.names = names;
        this.letters = letters;
        this.shown = shown;
        this.reveals = reveals;
    }

    @Override
    public void mount(AdminApi api) {
        AdminRoutes parts = api.eachPart();
        parts.get("dead-letters", this::list);
        parts.get("dead-letters/groups", this::groups);
        parts.get("dead-letters/:id", this::show);
        parts.delete("dead-letters/:id", Role.OPERATOR, this::discard);
    }

    private Object list(AdminRequest request) {
        LetterQuery query = letters.query(request.query("query").orElse(""), request.user());
        int limit = request.number("limit", 1, DeadLetterStore.MOST_PER_PAGE, DEFAULT_LIMIT);
        LetterPage page;
        try {
            page = letters.store().list(query, limit, request.query("after"));
        } catch (IllegalArgumentException e) {
            throw new AdminProblemException(
                    400,
                    "The dead letters were not listed.",
                    "The parameter 'after' is no place in a listing.",
                    "Take it from 'next' of the page before.");
        }
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        shown.masked(page.letters()).stream()
                .map(DeadLetterResources::summary)
                .forEach(answer.putArray("deadLetters")::add);
        if (page.letters().isEmpty()) {
            UnknownNames.hint(query.expression(), names(request)).ifPresent(hint -> answer.put("hint", hint));
        }
        return answer.put("next", page.next().orElse(null));
    }

    private Object groups(AdminRequest request) {
        LetterQuery query = letters.asked(request);
        List<LetterGroup> found = letters.store().groups(query, MOST_GROUPS);
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        found.stream().map(DeadLetterResources::summary).forEach(answer.putArray("groups")::add);
        if (found.isEmpty()) {
            UnknownNames.hint(query.expression(), names(request)).ifPresent(hint -> answer.put("hint", hint));
        }
        return answer;
    }

    private Object show(AdminRequest request) {
        LetterDetail detail = letters.of(request);
        boolean revealed = reveals.asked(request, detail.letter().id());
        Letter letter = revealed
                ? detail.letter()
                : shown.masked(List.of(detail.letter())).get(0);
        ObjectNode answer = summary(letter);
        shown.putContent(answer, detail.content(), letter.contentType(), revealed);
        List<Letter> lineage = revealed ? detail.lineage() : shown.masked(detail.lineage());
        lineage.stream()
                .map(death -> AdminApi.JSON
                        .createObjectNode()
                        .put("id", death.id().toString())
                        .put("state", death.state().name())
                        .put("diedAt", death.diedAt().toString())
                        .put("why", death.why()))
                .forEach(answer.putArray("lineage")::add);
        return answer;
    }

    private Object discard(AdminRequest request) {
        UUID id = letters.of(request).letter().id();
        DiscardResult result = letters.store()
                .discard(List.of(id), request.who(), request.query("reason").orElse(""));
        if (result.unknown() > 0) {
            throw unknown(request.path("id"));
        }
        if (result.skipped() > 0) {
            throw new AdminProblemException(
                    409,
                    "Dead letter " + id + " was not discarded.",
                    "It is not open: it is being replayed, was replayed or was discarded before.",
                    "'./hub dead-letters show " + id + "' tells its state.");
        }
        return Map.of("id", id, "state", "DISCARDED");
    }

    private Collection<String> names(AdminRequest request) {
        return names.get().stream().filter(request.user()::maySee).toList();
    }

    static AdminProblemException unknown(String id) {
        return new AdminProblemException(
                404,
                "The request was not handled.",
                "There is no dead letter " + id + ".",
                "'./hub dead-letters list' shows those that there are.");
    }

    static ObjectNode summary(Letter letter) {
        ObjectNode answer = AdminApi.JSON.valueToTree(letter);
        answer.put("kind", letter.kind().name());
        return answer;
    }

    private static ObjectNode summary(LetterGroup group) {
        return AdminApi.JSON
                .createObjectNode()
                .put("group", group.id().toString())
                .put("integration", group.integration())
                .put("kind", group.kind().name())
                .put("code", group.code())
                .put("count", group.letters())
                .put("firstSeen", group.firstDiedAt().toString())
                .put("lastSeen", group.lastDiedAt().toString())
                .put("words", group.words())
                .put("what", group.what())
                .put("why", group.why())
                .put("mend", group.mend());
    }

    /** Text as text; what is no UTF-8 as base64, so that no byte is changed by showing it. */
    static void putBody(ObjectNode answer, byte[] body) {
        try {
            answer.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            answer.put("bodyBase64", Base64.getEncoder().encodeToString(body));
        }
    }
}
