package io.d365hub.intake;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.Format;
import io.d365hub.message.Integrations;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.core5.http.ContentType;

/**
 * Judges a request by what stands before its body: who sends it, where to, of which type and size. Every method ends with
 * a {@link ProblemException} when the answer is no.
 */
final class Admission {

    static final String API_KEY = "X-API-Key";

    private static final CharSequence API_KEY_NAME = HttpHeaders.createOptimized(API_KEY);
    private static final CharSequence IDEMPOTENCY_KEY_NAME = HttpHeaders.createOptimized(IdempotencyKey.HEADER);
    private static final String WHAT = "The message was not taken.";
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";

    private final Supplier<ApiClients> clients;
    private final Integrations integrations;
    private final int bodyLimit;

    Admission(Supplier<ApiClients> clients, Integrations integrations, int bodyLimit) {
        this.clients = clients;
        this.integrations = integrations;
        this.bodyLimit = bodyLimit;
    }

    /**
     * A request that may send its body.
     *
     * @param client who sends it
     * @param integration where to
     * @param mediaType of one message, lower case, without parameters
     * @param lines whether the body is one message a line
     * @param idempotencyKey the key, unquoted
     * @param patience how long the sender would wait for the result of the delivery
     */
    record Admitted(
            ApiClient client,
            Integration integration,
            String mediaType,
            boolean lines,
            Optional<String> idempotencyKey,
            Optional<Duration> patience) {}

    ApiClient authenticate(HttpServerRequest request) {
        return authenticated(request)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemType.NOT_AUTHENTICATED,
                        "The request was not handled.",
                        "Its header X-API-Key holds no key that the hub knows.",
                        "Send one header X-API-Key with the key that the hub's operator gave you.")));
    }

    private Optional<ApiClient> authenticated(HttpServerRequest request) {
        String key = request.headers().get(API_KEY_NAME);
        if (key == null || request.headers().getAll(API_KEY_NAME).size() > 1) {
            return Optional.empty();
        }
        return clients.get().authenticate(key);
    }

    Admitted admit(HttpServerRequest request, String name) {
        ApiClient client = authenticate(request);
        // The permission comes first: who may not send there learns not even whether it exists.
        if (!client.maySendTo(name)) {
            throw problem(
                    ProblemType.NOT_ALLOWED,
                    "Client '" + client.name() + "' may not send to this integration.",
                    "Check the address, or ask the hub's operator for permission.");
        }
        Integration integration = integrations
                .find(name)
                .filter(Integration::pushed)
                .orElseThrow(() -> problem(
                        ProblemType.UNKNOWN_INTEGRATION,
                        "No integration of this name is running.",
                        "Check the address: GET /openapi.json lists the integrations."));
        MultiMap headers = request.headers();
        String mediaType = mediaType(headers, integration);
        requireSize(headers);
        String expect = headers.get(HttpHeaders.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw problem(
                    ProblemType.EXPECTATION_FAILED,
                    "Its header Expect asks for something else than 100-continue.",
                    "Leave the header out.");
        }
        boolean lines = mediaType.equals(NDJSON);
        return new Admitted(
                client,
                integration,
                lines ? JSON : mediaType,
                lines,
                idempotencyKey(headers),
                WaitPreference.in(headers));
    }

    private static String mediaType(MultiMap headers, Integration integration) {
        String header = headers.get(HttpHeaders.CONTENT_TYPE);
        boolean json = integration.format() == Format.JSON;
        if (json && JSON.equals(header)) {
            requirePlain(headers);
            return JSON;
        }
        ContentType parsed = parse(header);
        String type = parsed == null ? "" : parsed.getMimeType().toLowerCase(Locale.ROOT);
        boolean taken = json
                ? type.equals(JSON)
                        || type.equals(NDJSON)
                        || (type.startsWith("application/") && type.endsWith("+json"))
                : type.equals("application/xml")
                        || type.equals("text/xml")
                        || (type.startsWith("application/") && type.endsWith("+xml"));
        if (!taken) {
            throw problem(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The integration '" + integration.name() + "' does not take bodies of this Content-Type.",
                    json
                            ? "Send application/json, application/*+json, or application/x-ndjson for one message a line."
                            : "Send application/xml, text/xml or application/*+xml.");
        }
        if (parsed.getCharset() != null && !parsed.getCharset().equals(StandardCharsets.UTF_8)) {
            throw problem(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The charset of its Content-Type is not UTF-8.",
                    "Send UTF-8, with charset=utf-8 or without charset.");
        }
        requirePlain(headers);
        return type;
    }

    /** Null when it is no media type, or names a charset that nobody knows. */
    private static ContentType parse(String header) {
        try {
            return ContentType.parse(header);
        } catch (UnsupportedCharsetException e) {
            return null;
        }
    }

    private static void requirePlain(MultiMap headers) {
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw problem(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Its body is compressed.", "Send it without Content-Encoding.");
        }
    }

    private void requireSize(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        // Vert.x has made sure that it is a number; one that does not fit into a long is refused before.
        if (length != null && Long.parseLong(length) > bodyLimit) {
            throw new ProblemException(Body.tooLarge(bodyLimit));
        }
    }

    private static Optional<String> idempotencyKey(MultiMap headers) {
        if (headers.get(IDEMPOTENCY_KEY_NAME) == null) {
            return Optional.empty();
        }
        List<String> keys = headers.getAll(IDEMPOTENCY_KEY_NAME);
        if (keys.size() > 1) {
            throw IdempotencyKey.malformed("it is there twice");
        }
        return Optional.of(IdempotencyKey.parse(keys.get(0)));
    }

    private static ProblemException problem(ProblemType type, String why, String mend) {
        return new ProblemException(Problem.of(type, WHAT, why, mend));
    }
}
