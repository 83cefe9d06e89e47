package io.d365hub.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterContent;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import io.d365hub.privacy.MaskedMessage;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A dead letter as one line of NDJSON, out and in. */
final class LetterLine {

    private static final String MASKED = "masked";
    private static final Set<String> CLOSED = Set.of("REPLAYED", "REDIRECTED", "REPLAYING");

    private LetterLine() {}

    /** A line that is no letter, or none that can be taken in; the message says why, without anything of the letter. */
    static final class WrongLineException extends Exception {

        private static final long serialVersionUID = 1L;

        WrongLineException(String why) {
            super(why);
        }
    }

    /**
     * A letter that was read.
     *
     * @param message as it was accepted
     */
    record Read(
            UUID letter, HubMessage message, Failure failure, int attempts, Instant firstFailedAt, Instant diedAt) {}

    /** One letter with its message: what a replay would send, edits included. */
    static ObjectNode of(Letter whole, LetterContent content, ShownLetters shown, boolean revealed) {
        ObjectNode line = AdminApi.JSON.createObjectNode();
        ObjectNode carried = AdminApi.JSON.createObjectNode();
        MaskedMessage message = shown.putContent(carried, content, whole.contentType(), revealed);
        Letter letter = revealed ? whole : ShownLetters.masked(whole, message);
        line.put("id", letter.id().toString())
                .put("message", letter.message().toString())
                .put("integration", letter.integration())
                .put("client", letter.client())
                .put("sequence", letter.sequence())
                .put("acceptedAt", letter.acceptedAt().toString())
                .put("contentType", letter.contentType())
                .put("kind", letter.kind().name())
                .put("code", letter.code())
                .put("what", letter.what())
                .put("why", letter.why())
                .put("mend", letter.mend())
                .put("requestId", letter.requestId())
                .put("attempts", letter.attempts())
                .put("firstFailedAt", letter.firstFailedAt().toString())
                .put("diedAt", letter.diedAt().toString())
                .put("state", letter.state().name())
                .setAll(carried);
        return line;
    }

    /** Reads a line that {@link #of} wrote, revealed. */
    static Read read(String text) throws WrongLineException {
        JsonNode line = object(text);
        if (line.path(MASKED).asBoolean(false)) {
            throw new WrongLineException(
                    "It is masked, so its message is not in it. Export with --reveal what is to be imported.");
        }
        if (CLOSED.contains(line.path("state").asText("OPEN"))) {
            throw new WrongLineException("Its state is "
                    + line.path("state").asText().toLowerCase(Locale.ROOT)
                    + ": the message went on, and would be delivered twice.");
        }
        return new Read(
                uuid(line, "id"),
                message(line),
                failure(line),
                (int) number(line, "attempts", Integer.MAX_VALUE),
                time(line, "firstFailedAt"),
                time(line, "diedAt"));
    }

    private static JsonNode object(String text) throws WrongLineException {
        try {
            JsonNode line = AdminApi.JSON.readTree(text);
            if (line != null && line.isObject()) {
                return line;
            }
        } catch (JsonProcessingException e) {
            // Told below: the words of the parser show what stands there.
        }
        throw new WrongLineException("It is no JSON object.");
    }

    private static HubMessage message(JsonNode line) throws WrongLineException {
        return new HubMessage(
                uuid(line, "message"),
                name(line, "integration"),
                name(line, "client"),
                text(line, "recordKey"),
                number(line, "sequence", Long.MAX_VALUE),
                time(line, "acceptedAt"),
                name(line, "contentType"),
                headers(line),
                body(line),
                Optional.empty());
    }

    private static Failure failure(JsonNode line) throws WrongLineException {
        FailureKind kind;
        try {
            kind = FailureKind.valueOf(name(line, "kind"));
        } catch (IllegalArgumentException e) {
            throw new WrongLineException("Its 'kind' is none of the hub's.");
        }
        return new Failure(
                kind,
                line.path("code").asText(""),
                text(line, "what"),
                text(line, "why"),
                line.path("mend").asText(""),
                Optional.empty(),
                false,
                line.path("requestId").asText(""),
                "",
                "");
    }

    private static Map<String, String> headers(JsonNode line) throws WrongLineException {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, JsonNode> header : line.path("headers").properties()) {
            if (!header.getValue().isTextual()) {
                throw new WrongLineException("A member of its 'headers' is no text.");
            }
            headers.put(header.getKey(), header.getValue().asText());
        }
        return headers;
    }

    private static byte[] body(JsonNode line) throws WrongLineException {
        if (line.path("bodyBase64").isTextual()) {
            try {
                return Base64.getDecoder().decode(line.path("bodyBase64").asText());
            } catch (IllegalArgumentException e) {
                throw new WrongLineException("Its 'bodyBase64' is no base64.");
            }
        }
        return text(line, "body").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(JsonNode line, String member) throws WrongLineException {
        if (!line.path(member).isTextual()) {
            throw new WrongLineException("It has no text '" + member + "'.");
        }
        return line.path(member).asText();
    }

    private static String name(JsonNode line, String member) throws WrongLineException {
        String name = text(line, member);
        if (name.isEmpty() || name.length() > 200) {
            throw new WrongLineException("Its '" + member + "' is empty or longer than 200 characters.");
        }
        return name;
    }

    private static UUID uuid(JsonNode line, String member) throws WrongLineException {
        try {
            return UUID.fromString(text(line, member));
        } catch (IllegalArgumentException e) {
            throw new WrongLineException("Its '" + member + "' is no id.");
        }
    }

    private static Instant time(JsonNode line, String member) throws WrongLineException {
        try {
            return Instant.parse(text(line, member));
        } catch (DateTimeException e) {
            throw new WrongLineException("Its '" + member + "' is no time.");
        }
    }

    private static long number(JsonNode line, String member, long most) throws WrongLineException {
        JsonNode number = line.path(member);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0 || number.asLong() > most) {
            throw new WrongLineException("Its '" + member + "' is no whole number.");
        }
        return number.asLong();
    }
}
