package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The token: fetched once, renewed in time, and what its refusals mean. The clock is the test's. */
class AccessTokensTest {

    private static final String SECRET = "s3cr3t/of+the=application";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-02T10:00:00Z"));
    private final OddServer server = new OddServer();
    private final HttpWire wire = new HttpWire(DataverseSettings.of(server.url()));
    private final AccessTokens tokens = tokens(server.url() + "/token");

    @AfterEach
    void close() {
        wire.close();
        server.close();
    }

    @Test
    void theCredentialsGoAsAFormInTheBody() {
        // Given
        String scope = "http%3A%2F%2Fcontoso%2F.default";
        // When
        tokens.token().join();
        // Then
        assertThat(server.tokenRequests().get(0)).satisfies(request -> {
            assertThat(request.path()).isEqualTo("/token");
            assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(request.body())
                    .isEqualTo("grant_type=client_credentials&client_id=app-1"
                            + "&client_secret=s3cr3t%2Fof%2Bthe%3Dapplication&scope=" + scope);
        });
    }

    @Test
    void manyCallersWithoutATokenMakeOneRequest() {
        // Given
        List<CompletableFuture<String>> callers =
                Stream.generate(tokens::token).limit(50).toList();
        // When
        List<String> given = callers.stream().map(CompletableFuture::join).toList();
        // Then
        assertThat(given).hasSize(50).containsOnly("token-1");
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void aTokenIsRenewedMinutesBeforeItsEndWhileAllGoOn() {
        // Given
        tokens.token().join();
        pass(Duration.ofMinutes(56));
        // When
        String meanwhile = tokens.token().join();
        // Then
        assertThat(meanwhile).isEqualTo("token-1");
        await().untilAsserted(() -> assertThat(tokens.token().join()).isEqualTo("token-2"));
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @Test
    void aTokenThatHasEndedIsNotUsed() {
        // Given
        tokens.token().join();
        // When
        pass(Duration.ofMinutes(60));
        // Then
        assertThat(tokens.token().join()).isEqualTo("token-2");
    }

    @Test
    void aFailedEarlyRenewalHarmsNobody() {
        // Given
        tokens.token().join();
        server.answersTokens(Answer.of(500, ""));
        pass(Duration.ofMinutes(56));
        tokens.token().join();
        await().untilAsserted(() -> assertThat(server.tokenRequests()).hasSize(2));
        // When
        String token = tokens.token().join();
        // Then
        assertThat(token).isEqualTo("token-1");
    }

    @Test
    void aRefusedTokenIsDropped() {
        // Given
        String refused = tokens.token().join();
        // When
        tokens.reject(refused);
        // Then
        assertThat(tokens.token().join()).isEqualTo("token-2");
    }

    @Test
    void anOldTokensRefusalDoesNotDropTheNewOne() {
        // Given
        tokens.reject(tokens.token().join());
        tokens.token().join();
        // When
        tokens.reject("token-1");
        // Then
        assertThat(tokens.token().join()).isEqualTo("token-2");
    }

    @Test
    void aShortTokenIsUsedForMostOfItsLife() {
        // Given
        server.answersTokens(Answer.json(200, "{\"access_token\":\"short\",\"expires_in\":\"8\"}"));
        tokens.token().join();
        // When
        pass(Duration.ofSeconds(5));
        // Then
        assertThat(tokens.token().join()).isEqualTo("short");
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void aWrongSecretIsAMatterOfTheSetUpInTheProvidersWords() {
        // Given
        server.answersTokens(Answer.json(401, """
                {"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: 1 \
                Correlation ID: 2 Timestamp: 2026-02-03 09:15:22Z","trace_id":"1"}"""));
        // When
        Failure failure = failure();
        // Then
        assertThat(failure)
                .isEqualTo(new Failure(
                        FailureKind.MISCONFIGURED,
                        "invalid_client",
                        "Nothing was sent to Dataverse.",
                        "No token was given by 127.0.0.1: it answered 401, invalid_client: AADSTS7000215: Invalid client"
                                + " secret provided.",
                        "Check client id, secret and tenant in the configuration; the hub goes on by itself once they"
                                + " are right there (after a restart; at once in a file of secrets) or at the"
                                + " provider.",
                        java.util.Optional.empty(),
                        false,
                        "1"));
    }

    @Test
    void aSecretThatTheProviderRepeatsIsNotShown() {
        // Given
        server.answersTokens(Answer.json(
                400, "{\"error\":\"invalid_client\",\"error_description\":\"The secret " + SECRET + " is wrong\"}"));
        // When
        Failure failure = failure();
        // Then
        assertThat(failure.why()).contains("The secret *** is wrong").doesNotContain(SECRET);
    }

    @Test
    void aRefusalIsNotAskedForAgainAtOnce() {
        // Given
        server.answersTokens(Answer.json(401, "{\"error\":\"invalid_client\"}"));
        failure();
        // When
        failure();
        // Then
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void onceTheSecretIsMendedTheNextCallerGetsAToken() {
        // Given
        server.answersTokens(
                Answer.json(401, "{\"error\":\"invalid_client\"}"), Answer.json(200, "{\"access_token\":\"mended\"}"));
        failure();
        // When
        pass(Duration.ofSeconds(3));
        // Then
        assertThat(tokens.token().join()).isEqualTo("mended");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            500 | {}                                     | THROTTLED
            503 | <html>down</html>                      | THROTTLED
            429 | {"error":"too_many_requests"}          | THROTTLED
            400 | {"error":"temporarily_unavailable"}    | THROTTLED
            400 | {"error":"unauthorized_client"}        | MISCONFIGURED
            400 | {"error":"invalid_scope"}              | MISCONFIGURED
            404 | <html>not here</html>                  | MISCONFIGURED
            200 | <html>a page</html>                    | MISCONFIGURED
            200 | {"access_token":""}                    | MISCONFIGURED
            """)
    void eachRefusalOfATokenHasItsMeaning(int status, String body, FailureKind kind) {
        // Given
        server.answersTokens(Answer.of(status, body));
        // When
        Failure failure = failure();
        // Then
        assertThat(failure.kind()).isEqualTo(kind);
    }

    @Test
    void aTokenEndpointThatBreaksOffIsWaitedFor() {
        // Given
        server.answersTokens(Answer.dropped());
        // When
        Failure failure = failure();
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
    }

    @Test
    void aTokenEndpointThatIsDownPausesAllCalls() {
        // Given
        ClientFixture far = new ClientFixture();
        far.server.answersTokens(Answer.of(503, ""));
        try (DataverseClient client = far.client()) {
            ClientFixture.failureOf(client.write(ClientFixture.upsertOrder("1")));
            // When
            String why = client.governor().describe();
            // Then
            assertThat(why).contains("no token was given by 127.0.0.1: it answered 503");
        } finally {
            far.server.close();
        }
    }

    @Test
    void theCredentialsDoNotShowTheirSecret() {
        // Given
        ClientCredentials credentials =
                new ClientCredentials(URI.create("https://login.example/t"), "app-1", SECRET, "scope");
        // When
        String text = credentials.toString();
        // Then
        assertThat(text).isEqualTo("ClientCredentials[app-1 at login.example]");
    }

    private AccessTokens tokens(String url) {
        ClientCredentials credentials =
                new ClientCredentials(URI.create(url), "app-1", SECRET, "http://contoso/.default");
        return new AccessTokens(new TokenEndpoint(credentials, wire, Duration.ofSeconds(5), now::get), now::get);
    }

    private Failure failure() {
        return ClientFixture.failureOf(tokens.token());
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
