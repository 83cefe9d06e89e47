package io.d365hub.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.DiscardResult;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.deadletter.LetterDetail;
import io.d365hub.deadletter.LetterGroup;
import io.d365hub.deadletter.LetterPage;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.privacy.MaskedMessage;
import io.d365hub.privacy.Masking;
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

    private final DeadLetterStore store;
    private final Masking masking;
    private final Supplier<Collection<String>> names;

    /**
     * @param masking takes personal values out of the words of lists; one letter by its id is shown whole
     * @param names the integrations that have ever had messages
     */
    public DeadLetterResources(DeadLetterStore store, Masking masking, Supplier<Collection<String>> names) {
        this.names = names;
        this.store = store;
        this.masking = masking;
    }

    @Override
    public void mount(AdminApi api) {
        api.get("dead-letters", this::list);
        api.get("dead-letters/groups", this::groups);
        api.get("dead-letters/:id", this::show);
        api.delete("dead-letters/:id", this::discard);
    }

    private Object list(AdminRequest request) {
        LetterQuery query = store.query(request.query("query").orElse(""));
        int limit = request.number("limit", 1, DeadLetterStore.MOST_PER_PAGE, DEFAULT_LIMIT);
        LetterPage page;
        try {
            page = store.list(query, limit, request.query("after"));
        } catch (IllegalArgumentException e) {
            throw new AdminProblemException(
                    400,
                    "The dead letters were not listed.",
                    "The parameter 'after' is no place in a listing.",
                    "Take it from 'next' of the page before.");
        }
        ObjectNode answer = AdminApi.JSON.createObjectNode();
        masked(page.letters(), answer.putArray("deadLetters"));
        if (page.letters().isEmpty()) {
            UnknownNames.hint(query.expression(), names.get()).ifPresent(hint -> answer.put("hint", hint));
        }
        return answer.put("next", page.next().orElse(null));
    }

    /** A target's words quote what they do not like: what is masked in the message is masked in them. */
    private void masked(List<Letter> letters, ArrayNode answer) {
        for (List<Letter> portion : ByBytes.portions(letters)) {
            Map<UUID, LetterContent> contents =
                    store.contents(portion.stream().map(Letter::id).toList());
            for (Letter letter : portion) {
                ObjectNode summary = summary(letter);
                LetterContent content = contents.get(letter.id());
                if (content != null) {
                    MaskedMessage message = masking.body(content.body(), letter.contentType(), false);
                    summary.put("what", message.scrub(letter.what())).put("why", message.scrub(letter.why()));
                }
                answer.add(summary);
            }
        }
    }

    private Object groups(AdminRequest request) {
        LetterQuery query = request.query("query").map(store::query).orElse(LetterQuery.OPEN);
        return Map.of(
                "groups",
                store.groups(query, MOST_GROUPS).stream()
                        .map(DeadLetterResources::summary)
                        .toList());
    }

    private Object show(AdminRequest request) {
        LetterDetail detail = store.show(request.id("id")).orElseThrow(() -> unknown(request.path("id")));
        ObjectNode answer = summary(detail.letter());
        LetterContent content = detail.content();
        answer.put("recordKey", content.recordKey());
        content.headers().forEach(answer.putObject("headers")::put);
        putBody(answer, content.body());
        detail.lineage().stream()
                .map(letter -> AdminApi.JSON
                        .createObjectNode()
                        .put("id", letter.id().toString())
                        .put("state", letter.state().name())
                        .put("diedAt", letter.diedAt().toString())
                        .put("why", letter.why()))
                .forEach(answer.putArray("lineage")::add);
        return answer;
    }

    private Object discard(AdminRequest request) {
        UUID id = request.id("id");
        DiscardResult result = store.discard(
                List.of(id), request.who(), request.query("reason").orElse(""));
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
