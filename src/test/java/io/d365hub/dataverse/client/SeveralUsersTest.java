package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two application users of one environment: what happens to one must not stop the other. */
class SeveralUsersTest {

    private static final Answer WRONG_SECRET =
            Answer.of(401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}");

    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final OddServer server = new OddServer();
    private final Map<ClientCredentials, Governor> users = new LinkedHashMap<>();
    private final DataverseClient client = client();

    @Test
    void aUserWithAWrongSecretDoesNotStopTheOther() {
        // Given
        server.answersTokens(WRONG_SECRET, Answer.json(200, "{\"access_token\":\"good\"}"));
        server.answers(Answer.of(204, ""));
        // When
        RowResult result = client.write(ClientFixture.upsertOrder("1")).join();
        // Then
        assertThat(result.status()).isEqualTo(204);
    }

    @Test
    void aCallThatOneUserIsRefusedGoesOutAsTheOther() {
        // Given
        server.answers(
                Answer.of(
                        429,
                        "{\"error\":{\"code\":\"0x80072321\",\"message\":\"Combined execution time.\"}}",
                        "Retry-After: 30"),
                Answer.of(204, ""));
        // When
        RowResult result = client.write(ClientFixture.upsertOrder("1")).join();
        // Then
        assertThat(result.status()).isEqualTo(204);
        assertThat(client.governors())
                .extracting(governor -> governor.paused().isPresent())
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void aUserWithAWrongSecretIsNamedWithTheReason() {
        // Given
        server.answersTokens(WRONG_SECRET, Answer.json(200, "{\"access_token\":\"good\"}"));
        server.answers(Answer.of(204, ""));
        // When
        client.write(ClientFixture.upsertOrder("1")).join();
        // Then
        assertThat(client.governors()).extracting(Governor::describe).anySatisfy(sentence -> assertThat(sentence)
                .contains("paused until", "on user app-", "AADSTS7000215"));
    }

    @Test
    void wrongSecretsOfAllUsersAreNoPauseButASetUpThatIsWrong() {
        // Given
        server.answersTokens(WRONG_SECRET);
        assertThat(ClientFixture.failureOf(client.write(ClientFixture.upsertOrder("1")))
                        .kind())
                .isEqualTo(FailureKind.MISCONFIGURED);
        // When
        Failure second = ClientFixture.failureOf(client.write(ClientFixture.upsertOrder("2")));
        // Then
        assertThat(second.kind()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(second.why()).contains("AADSTS7000215");
    }

    @Test
    void usersThatLackARoleAreNoPauseEither() {
        // Given
        server.answersTokens(Answer.json(200, "{\"access_token\":\"good\"}"));
        server.answers(Answer.of(
                403,
                "{\"error\":{\"code\":\"0x80072560\",\"message\":\"The user is not a member of the organization.\"}}"));
        assertThat(ClientFixture.failureOf(client.write(ClientFixture.upsertOrder("1")))
                        .kind())
                .isEqualTo(FailureKind.MISCONFIGURED);
        // When
        Failure second = ClientFixture.failureOf(client.write(ClientFixture.upsertOrder("2")));
        // Then
        assertThat(second.kind()).isEqualTo(FailureKind.MISCONFIGURED);
    }

    @Test
    void aSecretThatIsMendedIsFoundAtTheNextTry() {
        // Given
        server.answersTokens(WRONG_SECRET, WRONG_SECRET, Answer.json(200, "{\"access_token\":\"good\"}"));
        server.answers(Answer.of(204, ""));
        ClientFixture.failureOf(client.write(ClientFixture.upsertOrder("1")));
        // A failed request for a token is not repeated for two seconds.
        now = now.plusSeconds(3);
        // When
        RowResult result = client.write(ClientFixture.upsertOrder("1")).join();
        // Then
        assertThat(result.status()).isEqualTo(204);
    }

    private DataverseClient client() {
        for (String id : new String[] {"app-1", "app-2"}) {
            users.put(
                    new ClientCredentials(URI.create(server.url() + "/token"), id, "secret-of-" + id, "scope"),
                    new Governor(
                            "contoso",
                            id,
                            GovernorSettings.DEFAULT,
                            InstantSource.system(),
                            System::nanoTime,
                            io.d365hub.throttle.Alarm.SYSTEM));
        }
        return new DataverseClient(
                DataverseSettings.of(server.url()), users, () -> now, System::nanoTime, new Random());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }
}
