package io.d365hub;

import static io.d365hub.TestMessages.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hub with two application users, whose secrets are changed in the directory and, after that, in the hub's file. */
@Timeout(300)
@TestMethodOrder(OrderAnnotation.class)
class SecretsJourneyTest {

    private static final String FIRST = "3f0c5d1e-8b7a-4c29-9e54-d365b0000011";
    private static final String SECOND = "3f0c5d1e-8b7a-4c29-9e54-d365b0000012";

    private static final Simulator ENVIRONMENT = Simulator.start(
            SimulatorSettings.defaults().withPort(0).withClients(Map.of(FIRST, "first", SECOND, "second")));
    private static final Path SECRETS = secrets();

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members("members").with("partitions", "2"))
            .setting("hub.dataverse.url", ENVIRONMENT.url().toString())
            .setting("hub.dataverse.token-url", ENVIRONMENT.tokenUrl().toString())
            .setting("hub.dataverse.tenant-id", SimulatorSettings.DEFAULT_TENANT_ID)
            .setting("hub.dataverse.client-id", FIRST + "," + SECOND)
            .setting("hub.dataverse.client-secret-file", SECRETS.toString());

    private static SimulatedDataverse directory;

    private static Path secrets() {
        try {
            return Files.writeString(Files.createTempFile("secrets", ".txt"), "first\nsecond\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void connect() {
        directory = new SimulatedDataverse(ENVIRONMENT.port());
    }

    @AfterAll
    static void close() throws IOException {
        ENVIRONMENT.close();
        Files.delete(SECRETS);
    }

    @BeforeEach
    void rightSecrets() throws IOException {
        directory.secret(FIRST, "first");
        directory.secret(SECOND, "second");
        Files.writeString(SECRETS, "first\nsecond\n");
    }

    /** From now on the directory knows other secrets than the hub, and no token of before is taken. */
    private static void rotateInDirectory() {
        directory.secret(FIRST, "new first");
        directory.secret(SECOND, "new second");
        directory.revokeTokens();
    }

    private static List<String> push(String prefix, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(hub.accepted("members", member(prefix + i).toString()));
        }
        return ids;
    }

    @Test
    @Order(1)
    void whenAllSecretsAreWrongWorkWaitsAndStatusSaysWhatToMend() throws IOException {
        // Given
        hub.awaitDelivered(push("P-8100", 3));
        rotateInDirectory();

        // When
        List<String> ids = push("P-8110", 10);
        JsonNode suspended = hub.awaitStatus("members", "suspended");
        HubFixture.CliResult status = hub.cli("status");

        // Then
        assertThat(suspended.path("because").asText()).contains("invalid_client", "Check client id, secret and tenant");
        assertThat(status.out()).contains("suspended", "Check client id, secret and tenant", FIRST, SECOND);
        assertThat(status.out() + status.err()).doesNotContain("new first", "new second");
        assertThat(hub.deadLetters("members")).isEmpty();
        assertThat(hub.message(ids.get(9)).path("state").asText()).isEqualTo("queued");

        // When: the file has the new secrets; nothing is restarted
        Files.writeString(SECRETS, "new first\nnew second\n");

        // Then
        hub.awaitDelivered(ids);
        hub.awaitStatus("members", "running");
        assertThat(hub.deadLetters("members")).isEmpty();
    }

    @Test
    @Order(2)
    void aSingleRightSecretIsEnoughToGoOnAndTheOtherUserIsNamed() throws IOException {
        // Given
        rotateInDirectory();
        List<String> ids = push("P-8120", 5);
        hub.awaitStatus("members", "suspended");

        // When
        Files.writeString(SECRETS, "first\nnew second\n");

        // Then
        hub.awaitDelivered(ids);
        await().untilAsserted(() -> {
            // The first user is left out for a minute; rows that are its own show that it is refused still.
            push("P-8120", 5);
            assertThat(hub.cli("status").out())
                    .containsPattern("paused until .*on user " + FIRST)
                    .doesNotContainPattern("paused until .*on user " + SECOND);
        });
        assertThat(hub.deadLetters("members")).isEmpty();
    }

    @Test
    @Order(3)
    void aFileOfSecretsThatLacksALineIsNamed() throws IOException {
        // Given
        Files.writeString(SECRETS, "");
        directory.revokeTokens();

        // When
        List<String> ids = push("P-8130", 2);
        JsonNode suspended = hub.awaitStatus("members", "suspended");

        // Then
        assertThat(suspended.path("because").asText())
                .contains(SECRETS.toString(), "no secret in line", "one secret a line");

        // When
        Files.writeString(SECRETS, "first\nsecond\n");

        // Then
        hub.awaitDelivered(ids);
    }
}
