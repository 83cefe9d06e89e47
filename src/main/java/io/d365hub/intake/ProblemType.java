package io.d365hub.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that the intake may answer instead of success, by status. Names and statuses are promises to callers;
 * {@code docs/patterns/event-push.md} lists them.
 */
enum ProblemType {
    MALFORMED_REQUEST(400, "Malformed request", "The request itself, a header or its address, cannot be understood."),
    MALFORMED_MESSAGE(
            400,
            "Malformed message",
            "The body is empty, not UTF-8, not well-formed, or breaks a limit. Sent again it fails alike."),
    NOT_AUTHENTICATED(
            401, "Not authenticated", "The header X-API-Key is missing, is there twice, or holds no known key."),
    NOT_ALLOWED(403, "Not allowed", "The key is known, but its client may not send to this integration."),
    NOT_FOUND(404, "Not found", "There is nothing at this address."),
    UNKNOWN_INTEGRATION(404, "Unknown integration", "No integration of this name is running."),
    UNKNOWN_MESSAGE(
            404, "Unknown message", "No message of this id is known, or it is none of this client's integrations."),
    METHOD_NOT_ALLOWED(
            405, "Method not allowed", "The address does not take this method; Allow names those that it takes."),
    TOO_SLOW(408, "Too slow", "The body did not arrive in time."),
    TOO_LARGE(413, "Too large", "The body is larger, or has more lines, than is taken at once."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "Unsupported media type", "The integration does not take bodies of this type, charset or encoding."),
    EXPECTATION_FAILED(417, "Expectation failed", "Of the header Expect, only 100-continue is understood."),
    UNUSABLE_MESSAGE(
            422, "Unusable message", "The body is well-formed, but a message in it has no usable record key or shape."),
    IDEMPOTENCY_KEY_REUSED(422, "Idempotency key reused", "The key came before, with another body."),
    NOT_DELIVERED(
            422,
            "Not delivered",
            "The message was stored, and its sender waited for the result: it could not be delivered. It is kept as the"
                    + " dead letter that the answer names."),
    INTERNAL_ERROR(500, "Internal error", "The hub failed to handle the request. Its log says why."),
    UNAVAILABLE(503, "Unavailable", "Nothing can be stored just now. Send the same request again after Retry-After.");

    private static final String PATH = "/problems/";

    private final int status;
    private final String title;
    private final String explanation;

    ProblemType(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** What is served at {@link #uri}. */
    String toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", uri())
                .put("title", title)
                .put("status", status)
                .put("explanation", explanation)
                .toString();
    }

    /** Its last path segment, e.g. {@code too-large}. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Relative, so that it leads to the hub that answered. */
    String uri() {
        return PATH + slug();
    }

    static Optional<ProblemType> ofSlug(String slug) {
        for (ProblemType type : values()) {
            if (type.slug().equals(slug)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
