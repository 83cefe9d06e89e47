package io.d365hub.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes an example for {@code cases.yaml} of a dead letter: its message without anything personal, and what today's route makes of
 * it. Thread-safe.
 */
public final class LetterExamples {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final DeadLetterStore store;
    private final Rehearsals rehearsals;

    public LetterExamples(DeadLetterStore store, Rehearsals rehearsals) {
        this.store = store;
        this.rehearsals = rehearsals;
    }

    /** One item of a list of cases, YAML; empty when there is no such letter. */
    public Optional<String> example(UUID letter) {
        return store.show(letter).map(this::example);
    }

    private String example(LetterDetail detail) {
        Letter letter = detail.letter();
        JsonNode message = masked(detail.content().body());
        Map<String, String> headers = new TreeMap<>();
        detail.content().headers().forEach((name, value) -> headers.put(name, Masks.masked(value)));
        StringBuilder yaml = new StringBuilder("- name: ")
                .append(text("dead letter " + letter.id() + ", " + letter.kind() + " " + letter.code()))
                .append("\n  in: ")
                .append(message)
                .append('\n');
        if (!headers.isEmpty()) {
            yaml.append("  headers: ")
                    .append(JSON.valueToTree(headers).toString())
                    .append('\n');
        }
        String body = message.isTextual() ? message.asText() : message.toString();
        try (Rehearsals.Session session = rehearsals.open()) {
            return yaml.append(expected(
                            session.play(letter.integration(), headers, body.getBytes(StandardCharsets.UTF_8))))
                    .toString();
        }
    }

    private static String expected(Rehearsals.Played played) {
        if (played.fails().isPresent()) {
            return "  fails: " + text(played.fails().get()) + "\n";
        }
        return played.sent().isEmpty()
                ? "  filtered: true\n"
                : "  out: " + played.sent().get(0) + "\n";
    }

    /** What is no JSON is one text. */
    private static JsonNode masked(byte[] body) {
        try {
            return Masks.masked(JSON.readTree(body));
        } catch (IOException e) {
            return TextNode.valueOf(Masks.masked(new String(body, StandardCharsets.UTF_8)));
        }
    }

    private static String text(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A text can always be written", e);
        }
    }
}
