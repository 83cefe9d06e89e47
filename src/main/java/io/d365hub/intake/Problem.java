package io.d365hub.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One answer that is not success, as RFC 9457 writes it, with our three sentences. Holds no values of the caller's.
 *
 * @param type which problem
 * @param what what did not happen
 * @param why the reason
 * @param mend what the caller can do
 * @param line the line of an NDJSON body that is to blame
 * @param retryAfter when it is worth trying again
 * @param members further ones, by name
 */
record Problem(
        ProblemType type,
        String what,
        String why,
        String mend,
        OptionalInt line,
        Optional<Duration> retryAfter,
        Map<String, String> members) {

    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemType type, String what, String why, String mend) {
        return new Problem(type, what, why, mend, OptionalInt.empty(), Optional.empty(), Map.of());
    }

    static Problem unavailable(String what, String why, Duration retryAfter) {
        return new Problem(
                ProblemType.UNAVAILABLE,
                what,
                why,
                "Send the same request again in " + seconds(retryAfter) + " s.",
                OptionalInt.empty(),
                Optional.of(retryAfter),
                Map.of());
    }

    /** A message that is refused, alone in its request. */
    static Problem of(Refusal refusal) {
        return of(type(refusal), refusal.what(), refusal.why(), refusal.mend());
    }

    /** A line of an NDJSON body that is refused, and the whole request with it. */
    static Problem ofLine(int line, Refusal refusal) {
        return new Problem(
                ProblemType.UNUSABLE_MESSAGE,
                "None of the messages was taken: line " + line + " is wrong.",
                "Line " + line + ": " + refusal.why(),
                refusal.mend() + " Then send all lines again.",
                OptionalInt.of(line),
                Optional.empty(),
                Map.of());
    }

    Problem with(Map<String, String> more) {
        return new Problem(type, what, why, mend, line, retryAfter, more);
    }

    private static ProblemType type(Refusal refusal) {
        return switch (refusal.reason()) {
            case EMPTY, ENCODING, MALFORMED, LIMIT -> ProblemType.MALFORMED_MESSAGE;
            case NOT_AN_OBJECT, RECORD_KEY -> ProblemType.UNUSABLE_MESSAGE;
        };
    }

    /** The value of Retry-After, whole seconds, at least one. */
    static long seconds(Duration retryAfter) {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", what + " " + why)
                .put("what", what)
                .put("why", why)
                .put("mend", mend);
        line.ifPresent(number -> json.put("line", number));
        members.forEach(json::put);
        return json.toString();
    }
}
