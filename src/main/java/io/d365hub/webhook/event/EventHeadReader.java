package io.d365hub.webhook.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.d365hub.webhook.event.EventRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the head of an event and sees that the rest is JSON, in one pass and without a tree. Takes any members in any order:
 * the platform adds some now and then. Thread-safe.
 */
final class EventHeadReader {

    /** Contexts nest as deep as operations cause each other, which the platform ends at 8 or so. */
    private static final int DEEPEST = 200;

    private static final int LONGEST_NAME = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private EventHeadReader() {}

    /** @throws EventRefusedException when it is no event */
    static EventHead read(byte[] body) throws EventRefusedException {
        requireUtf8(body);
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("The body is no JSON object.");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (name.equals("OwningExtension") && token == JsonToken.START_OBJECT) {
                    members.put(name, idOf(json));
                } else if (token.isStructStart()) {
                    json.skipChildren();
                } else if (token != JsonToken.VALUE_NULL) {
                    members.put(name, json.getText());
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                throw malformed("The body is not one whole JSON object.");
            }
        } catch (JsonProcessingException e) {
            throw malformed("The body is no JSON, or is nested deeper than " + DEEPEST + " levels.");
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        }
        return new EventHead(
                required(members, "MessageName"),
                required(members, "PrimaryEntityName"),
                id(members, "PrimaryEntityId"),
                id(members, "OperationId"),
                id(members, "RequestId"),
                id(members, "CorrelationId"),
                id(members, "OwningExtension"),
                "1".equals(members.get("Mode")));
    }

    private static String idOf(JsonParser json) throws IOException {
        String id = "";
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (name.equals("Id") && token == JsonToken.VALUE_STRING) {
                id = json.getText();
            } else {
                json.skipChildren();
            }
        }
        return id;
    }

    private static void requireUtf8(byte[] body) throws EventRefusedException {
        if (isAscii(body)) {
            return;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw malformed("The body is not UTF-8.");
        }
    }

    /** Most are, and then nothing need be copied to be sure. */
    private static boolean isAscii(byte[] body) {
        for (byte one : body) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }

    private static String required(Map<String, String> members, String name) throws EventRefusedException {
        String value = members.getOrDefault(name, "");
        if (value.isBlank() || value.length() > LONGEST_NAME || hasControl(value)) {
            throw malformed("The body has no usable '" + name + "', so it is no event of Dataverse.");
        }
        return value;
    }

    private static String id(Map<String, String> members, String name) throws EventRefusedException {
        String value = members.getOrDefault(name, "");
        if (value.length() > LONGEST_NAME || hasControl(value)) {
            throw malformed("Its '" + name + "' is no id.");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static EventRefusedException malformed(String why) {
        return new EventRefusedException(
                Reason.MALFORMED,
                why,
                "Post the RemoteExecutionContext that Dataverse sends to webhooks, as UTF-8 JSON.");
    }
}
