package io.d365hub.dataverse.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks the identity provider for a token, and says what its refusals mean. */
final class TokenEndpoint {

    /** A token and how long it holds. */
    record Grant(String token, Duration life) {}

    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error");
    private static final Duration UNTOLD_LIFE = Duration.ofMinutes(10);

    private final ClientCredentials credentials;
    private final HttpWire wire;
    private final Duration limit;
    private final InstantSource clock;

    TokenEndpoint(ClientCredentials credentials, HttpWire wire, Duration limit, InstantSource clock) {
        this.credentials = credentials;
        this.wire = wire;
        this.limit = limit;
        this.clock = clock;
    }

    /** Completes with a grant or a {@link DataverseException}. */
    CompletableFuture<Grant> fetch() {
        String secret;
        try {
            secret = credentials.secret().get();
        } catch (SecretMissingException e) {
            return CompletableFuture.failedFuture(Failures.of(
                    FailureKind.MISCONFIGURED, "secret-file", what(), e.getMessage() + ".", Mend.SECRET_FILE, e));
        }
        String form = "grant_type=client_credentials&client_id=" + encoded(credentials.clientId()) + "&client_secret="
                + encoded(secret) + "&scope=" + encoded(credentials.scope());
        String query = credentials.tokenUrl().getRawQuery();
        WireRequest request = new WireRequest(
                "POST",
                credentials.tokenUrl().getRawPath() + (query == null ? "" : "?" + query),
                Map.of(),
                form.getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded");
        return wire.send(credentials.tokenUrl(), request, limit).handle((response, failure) -> {
            if (failure != null) {
                throw new CompletionException(unreachable(failure, secret));
            }
            return granted(response, secret);
        });
    }

    private Grant granted(WireResponse response, String secret) {
        JsonNode body = json(response);
        String token = body.path("access_token").asText("");
        if (response.successful() && !token.isEmpty()) {
            // The older endpoint sends numbers as text.
            long seconds = body.path("expires_in").asLong(UNTOLD_LIFE.toSeconds());
            return new Grant(token, Duration.ofSeconds(Math.max(1, seconds)));
        }
        throw refused(response, body, secret);
    }

    private DataverseException refused(WireResponse response, JsonNode body, String secret) {
        String error = body.path("error").asText("");
        boolean passing = response.status() == 429 || response.status() >= 500 || PASSING.contains(error);
        String words = error.isEmpty()
                ? "it answered " + response.status() + " without saying why"
                : "it answered " + response.status() + ", " + error + ": " + words(body, secret);
        return new DataverseException(
                response.status(),
                new Failure(
                        passing ? FailureKind.THROTTLED : FailureKind.MISCONFIGURED,
                        error.isEmpty() ? "token-endpoint" : error,
                        what(),
                        "No token was given by " + credentials.tokenUrl().getHost() + ": " + words + ".",
                        (passing ? Mend.WAIT : error.isEmpty() ? Mend.ADDRESS : Mend.SIGN_IN).sentence(),
                        response.retryAfter(clock.instant()),
                        false,
                        body.path("trace_id").asText("")));
    }

    private DataverseException unreachable(Throwable failure, String secret) {
        return Failures.of(
                FailureKind.THROTTLED,
                "token-endpoint",
                what(),
                "No token could be fetched from " + credentials.tokenUrl().getHost() + ": "
                        + hidden(Failures.cause(failure), secret) + ".",
                Mend.WAIT,
                failure);
    }

    private static String what() {
        return "Nothing was sent to Dataverse.";
    }

    /** The provider's words up to the ids and times that it appends. */
    private static String words(JsonNode body, String secret) {
        String words = ErrorBody.oneLine(body.path("error_description").asText("no further words"));
        int trace = words.indexOf(" Trace ID:");
        String said = trace < 0 ? words : words.substring(0, trace);
        return hidden(said.endsWith(".") ? said.substring(0, said.length() - 1) : said, secret);
    }

    /** No provider should repeat a secret; if one does, it stops here. */
    private static String hidden(String words, String secret) {
        return secret.isEmpty() ? words : words.replace(secret, "***");
    }

    private static JsonNode json(WireResponse response) {
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(response.body())).orElseGet(Json.MAPPER::createObjectNode);
        } catch (IOException notJson) {
            return Json.MAPPER.createObjectNode();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
