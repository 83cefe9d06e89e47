package io.d365hub.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.d365hub.intake.MessageCheck.Refusing;
import io.d365hub.intake.Refusal.Reason;
import java.io.IOException;

/** Reads one JSON object as a stream, strictly, and picks up the value that a pointer names. Thread-safe. */
final class JsonCheck {

    private static final int MOST_POINTERS = 10_000;

    private final MessageLimits limits;
    private final JsonFactory factory;
    private final LoadingCache<String, RecordKeyPointer> pointers =
            Caffeine.newBuilder().maximumSize(MOST_POINTERS).build(RecordKeyPointer::parse);

    JsonCheck(MessageLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxNumberLength(limits.numberCharacters())
                        .maxNameLength(limits.nameCharacters())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from strangers: they shall not stay in the JVM's table of strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /** The text of the record key. It may be blank; never null. The bytes are valid UTF-8. */
    String recordKey(byte[] bytes, int offset, int length, String pointer, Refusing refusing)
            throws MessageRefusedException {
        try (JsonParser parser = factory.createParser(bytes, offset, length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refusing.because(Reason.EMPTY, "Its body is empty.", "Send one JSON object.");
            }
            if (first != JsonToken.START_OBJECT) {
                throw refusing.because(
                        Reason.NOT_AN_OBJECT,
                        "Its body is JSON, but not an object.",
                        "Send one JSON object; several go as application/x-ndjson, one a line.");
            }
            String key = readObject(parser, pointers.get(pointer), pointer, refusing);
            if (parser.nextToken() != null) {
                throw refusing.because(
                        Reason.MALFORMED,
                        "Something follows the JSON object, at byte " + byteOf(parser) + ".",
                        "Send one JSON object and nothing behind it; several go as application/x-ndjson, one a line.");
            }
            if (key == null) {
                throw refusing.recordKey(pointer, "is missing");
            }
            return key;
        } catch (StreamConstraintsException e) {
            throw refusing.because(Reason.LIMIT, brokenLimit(e), "Send a plainer message.");
        } catch (JsonProcessingException e) {
            throw malformed(e, refusing);
        } catch (IOException e) {
            throw new IllegalStateException("Reading from memory cannot fail", e);
        } catch (IllegalStateException e) {
            // Jackson gives up on member names that were made to collide in its table of names.
            throw refusing.because(Reason.LIMIT, "Its member names cannot be told apart.", "Send a plainer message.");
        }
    }

    /** Reads from behind the first '{' to its '}'. Null when the pointer leads nowhere. */
    private String readObject(JsonParser parser, RecordKeyPointer pointer, String written, Refusing refusing)
            throws IOException, MessageRefusedException {
        String key = null;
        int depth = 1;
        int found = 0; // so many steps of the pointer lead to the innermost object or array on its way
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw refusing.because(
                        Reason.MALFORMED, "Its JSON ends before the object does.", "Send the whole message.");
            }
            if (token == JsonToken.FIELD_NAME) {
                continue;
            }
            if (token.isStructEnd()) {
                if (depth == found + 1) {
                    found--;
                }
                depth--;
                continue;
            }
            if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                requireInRange(parser, refusing);
            }
            if (depth == found + 1 && isNext(parser, token, pointer, found)) {
                if (pointer.isLast(found)) {
                    key = text(parser, token, written, refusing);
                } else if (token.isStructStart()) {
                    found++;
                }
            }
            if (token.isStructStart()) {
                depth++;
            }
        }
        return key;
    }

    /** Whether the value that was just read is where step {@code step} of the pointer leads. */
    private static boolean isNext(JsonParser parser, JsonToken token, RecordKeyPointer pointer, int step) {
        JsonStreamContext place = parser.getParsingContext();
        JsonStreamContext holder = token.isStructStart() ? place.getParent() : place;
        return holder.inObject()
                ? pointer.isMember(step, holder.getCurrentName())
                : pointer.isElement(step, holder.getCurrentIndex());
    }

    private static String text(JsonParser parser, JsonToken token, String pointer, Refusing refusing)
            throws IOException, MessageRefusedException {
        return switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT -> parser.getText();
            case VALUE_NULL -> throw refusing.recordKey(pointer, "is null");
            case VALUE_NUMBER_FLOAT -> throw refusing.recordKey(pointer, "is not a whole number");
            default -> throw refusing.recordKey(pointer, "is neither a string nor a whole number");
        };
    }

    /** A number with an exponent can be short and still be more than any reader of the message can hold. */
    private static void requireInRange(JsonParser parser, Refusing refusing)
            throws IOException, MessageRefusedException {
        if (Double.isInfinite(Double.parseDouble(parser.getText()))) {
            throw refusing.because(
                    Reason.LIMIT,
                    "It holds a number that is out of range, before byte " + byteOf(parser) + ".",
                    "Send numbers between -1.7e308 and 1.7e308.");
        }
    }

    private String brokenLimit(StreamConstraintsException e) {
        String words = e.getOriginalMessage();
        if (words.startsWith("Document nesting depth")) {
            return "It is nested deeper than " + limits.depth() + " levels.";
        }
        if (words.startsWith("Number")) {
            return "It holds a number of more than " + limits.numberCharacters() + " characters.";
        }
        if (words.startsWith("Name")) {
            return "It holds a member name of more than " + limits.nameCharacters() + " characters.";
        }
        return "It breaks a limit for JSON.";
    }

    /** Jackson's own words are not passed on: they quote the message. */
    private static MessageRefusedException malformed(JsonProcessingException e, Refusing refusing) {
        long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        String place = at < 0 ? "" : " at byte " + at;
        if (e.getOriginalMessage().startsWith("Duplicate")) {
            return refusing.because(
                    Reason.MALFORMED,
                    "An object has two members of one name,%s.".formatted(place),
                    "Send each name once: receivers disagree which one counts.");
        }
        return refusing.because(
                Reason.MALFORMED, "It is not JSON%s.".formatted(place), "Send one JSON object (RFC 8259).");
    }

    private static long byteOf(JsonParser parser) {
        return parser.currentLocation().getByteOffset();
    }
}
