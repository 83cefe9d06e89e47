package io.d365hub;

import static io.d365hub.TestMessages.member;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message that waits because the target is throttled is told apart from one that needs a person, wherever one looks. */
@Timeout(300)
class WaitingJourneyTest {

    private static final String THROTTLED = "throttled-members";
    private static final String SUSPENDED = "suspended-members";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members(THROTTLED), TestRoute.members(SUSPENDED));

    private static ConsoleVisitor vera;

    @BeforeAll
    static void signIn() {
        vera = hub.visitor("vera", hub.user("vera", "--role", "viewer"));
    }

    @Test
    void aThrottledMessageWaitsForTheTargetAndNoPerson() {
        // Given: longer than this test may take
        hub.dataverse()
                .fault(
                        "{\"matchKey\":\"P-99001\",\"times\":0,\"status\":429,\"code\":\"0x80072322\",\"retryAfter\":\"600\","
                                + "\"message\":\"Number of requests exceeded the limit.\"}");

        // When
        String message = hub.accepted(THROTTLED, member("P-99001").toString());

        // Then
        awaitWaitsFor(message, "target");
        JsonNode told = hub.message(message);
        assertThat(told.path("state").asText()).isEqualTo("queued");
        assertThat(told.path("detail").asText()).contains("it goes on by itself");
        assertThat(hub.cli("trace", message).out()).contains("waits for   the target", "goes on by itself");
        assertThat(hub.ledger(THROTTLED).path("dead").asInt()).isZero();
        awaitDashboard("<dt>waiting for the target</dt><dd>1</dd>");
    }

    @Test
    void aMessageOfASuspendedIntegrationWaitsForAPerson() {
        // Given
        hub.cli("integrations", "suspend", SUSPENDED, "--reason", "their release");
        hub.awaitStatus(SUSPENDED, "suspended");

        // When
        String message = hub.accepted(SUSPENDED, member("P-99002").toString());

        // Then
        awaitWaitsFor(message, "person");
        assertThat(hub.cli("trace", message).out()).contains("waits for   a person");
        awaitDashboard("<dt>behind a suspended integration</dt><dd>1</dd>");
    }

    private static void awaitDashboard(String figure) {
        Awaitility.await()
                .atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(vera.get("/console/").body()).contains(figure));
    }

    private static void awaitWaitsFor(String message, String who) {
        Awaitility.await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.message(message).path("waitsFor").asText())
                .isEqualTo(who));
    }
}
