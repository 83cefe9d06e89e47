package io.d365hub.dataverse.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.OddServer.Answer;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two application users of one environment: what happens to one must not stop the other. */
class SeveralUsersTest {

    private final OddServer server = new OddServer();
    private final Map<ClientCredentials, Governor> users = new LinkedHashMap<>();
    private final DataverseClient client = client();

    @Test
    void aUserWithAWrongSecretDoesNotStopTheOther() {
        // Given
        server.answersTokens(
                Answer.of(401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}"),
                Answer.json(200, "{\"access_token\":\"good\"}"));
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
        return DataverseClient.open(DataverseSettings.of(server.url()), users);
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }
}
