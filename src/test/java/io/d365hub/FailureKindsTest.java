package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static io.d365hub.TestMessages.orderOf;
import static io.d365hub.failure.FailureKind.REFUSED;
import static io.d365hub.failure.FailureKind.TRANSIENT;
import static io.d365hub.failure.FailureKind.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each kind of failure, from the post to what an operator sees of it. */
@Timeout(300)
class FailureKindsTest {

    /** The simulator knows C-10001 to C-10400. */
    private static final String NOBODY = "C-99%03d";

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members("members"),
            TestRoute.members("throttled-members"),
            TestRoute.members("impatient-members").with("patience", "1s"),
            TestRoute.members("signed-out-members"),
            TestRoute.members("resumed-members"),
            TestRoute.members("renewing-members"),
            TestRoute.members("rejected-members").with("partitions", "1").with("started", "1"),
            TestRoute.contactRows("unknown-columns"),
            TestRoute.orders("orders").with("parentWait", "1s"),
            TestRoute.orders("patient-orders").with("parentWait", "5m"));

    // --- THROTTLED

    @Test
    void aThrottledEnvironmentDelaysAndLosesNothing() {
        // Given
        hub.dataverse()
                .fault("{\"times\":0,\"status\":429,\"code\":\"0x80072322\",\"retryAfter\":\"1\","
                        + "\"message\":\"Number of requests exceeded the limit.\"}");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(hub.accepted(
                    "throttled-members", member("P-71%03d".formatted(i)).toString()));
        }
        JsonNode paused = hub.awaitStatus("throttled-members", "paused");

        // When
        hub.dataverse().mend();
        hub.awaitDelivered(ids);

        // Then
        assertThat(paused.path("because").asText()).contains("Nothing for now: the hub waits and goes on by itself.");
        assertThat(hub.deadLetters("throttled-members")).isEmpty();
        assertThat(hub.ledger("throttled-members").path("delivered").asInt()).isEqualTo(20);
    }

    // --- TRANSIENT

    @Test
    void aFailureThatPassesIsTriedAgainUnseen() {
        // Given
        hub.dataverse().fault("{\"matchKey\":\"P-72001\",\"times\":2,\"status\":500,\"message\":\"Busy.\"}");

        // When
        String id = hub.accepted("members", member("P-72001").toString());

        // Then
        hub.awaitState(id, "delivered");
    }

    @Test
    void aFailureThatDoesNotPassEndsWithTheMessagesPatience() {
        // Given
        hub.dataverse().fault("{\"matchKey\":\"P-72002\",\"times\":0,\"status\":500,\"message\":\"Busy.\"}");

        // When
        String id = hub.accepted("impatient-members", member("P-72002").toString());

        // Then
        JsonNode letter = hub.awaitLetter(id);
        assertThatLetter(letter).hasKind(TRANSIENT).isExplained().says("why", "500", "Busy.");
        assertThat(letter.path("attempts").asInt()).isGreaterThan(1);
    }

    @Test
    void aMessageThatFailsDoesNotHoldOthersBack() {
        // Given
        hub.dataverse().fault("{\"matchKey\":\"P-72003\",\"times\":0,\"status\":500,\"message\":\"Busy.\"}");
        String failing = hub.accepted("members", member("P-72003").toString());

        // When
        hub.awaitState(hub.accepted("members", member("P-72004").toString()), "delivered");

        // Then
        assertThat(hub.message(failing).path("state").asText()).isEqualTo("queued");
    }

    // --- REFUSED

    @Test
    void wrongDataIsADeadLetterAtOnceThatNamesTheColumn() {
        // When
        String id = hub.accepted("members", memberWithTooLongName("P-73001").toString());

        // Then
        assertThatLetter(hub.awaitLetter(id))
                .hasKind(REFUSED)
                .isExplained()
                .has("code", "0x80044331")
                .has("attempts", "1")
                .says("why", "firstname");
    }

    @Test
    void anOrderWhoseCustomerIsMissingIsRefusedOnceItHasWaited() {
        // When
        String id = hub.accepted("orders", orderOf(73_002, NOBODY.formatted(1)).toString());

        // Then
        assertThatLetter(hub.awaitLetter(id))
                .hasKind(REFUSED)
                .isExplained()
                .says("why", "customerid_account")
                .says("mend", "Create the missing row in Dataverse");
    }

    @Test
    void anOrderIsDeliveredByReplayOnceItsCustomerIsThere() {
        // Given
        String customer = NOBODY.formatted(2);
        String message = hub.accepted("orders", orderOf(73_003, customer).toString());
        String letter = hub.awaitLetter(message).path("id").asText();
        JsonNode before = hub.ledger("orders");
        hub.dataverse().createAccount(customer);

        // When
        HubFixture.CliResult replay = hub.cli("dead-letters", "replay", letter);

        // Then
        assertThat(replay.exitCode()).as(replay.toString()).isZero();
        hub.awaitState(message, "delivered");
        JsonNode after = hub.ledger("orders");
        assertThat(after.path("accepted")).isEqualTo(before.path("accepted"));
        assertThat(after.path("dead").asInt()).isEqualTo(before.path("dead").asInt() - 1);
        assertThat(after.path("delivered").asInt())
                .isEqualTo(before.path("delivered").asInt() + 1);
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThatLetter(hub.letter(letter)).has("state", "REPLAYED"));
    }

    @Test
    void aReplayThatFailsAgainIsALetterOfItsOwnThatKnowsWhereItComesFrom() {
        // Given
        String message =
                hub.accepted("orders", orderOf(73_004, NOBODY.formatted(3)).toString());
        String first = hub.awaitLetter(message).path("id").asText();

        // When
        hub.cli("dead-letters", "replay", first);

        // Then
        JsonNode second = hub.awaitLetter(message);
        assertThatLetter(second).has("replayOf", first);
        assertThat(second.path("lineage"))
                .extracting(letter -> letter.path("id").asText())
                .contains(first);
    }

    @Test
    void aParentThatAppearsWhileItsChildrenWaitLetsThemGoOnInOrder() {
        // Given
        String customer = NOBODY.formatted(4);
        ObjectNode order = orderOf(73_005, customer);
        List<String> ids = new ArrayList<>();
        for (int change = 1; change <= 5; change++) {
            ids.add(hub.accepted(
                    "patient-orders", order.put("note", "change " + change).toString()));
        }
        hub.awaitParked("patient-orders", 5);

        // When
        hub.dataverse().createAccount(customer);
        ids.add(hub.accepted(
                "patient-orders", order.put("note", "the last change").toString()));

        // Then
        hub.awaitDelivered(ids);
        assertThat(hub.dataverse()
                        .row("salesorders", "ordernumber", "73005")
                        .path("description")
                        .asText())
                .isEqualTo("the last change");
    }

    @Test
    void twentyEqualRefusalsSuspendTheIntegrationAndAnOperatorLetsItGoOn() {
        // Given
        for (int i = 0; i < 20; i++) {
            hub.accepted(
                    "rejected-members",
                    memberWithTooLongName("P-73%03d".formatted(100 + i)).toString());
        }
        JsonNode suspended = hub.awaitStatus("rejected-members", "suspended");

        // When
        HubFixture.CliResult resumed = hub.cli("integrations", "resume", "rejected-members");

        // Then
        assertThat(suspended.path("because").asText()).contains("20 messages in a row were refused", "firstname");
        assertThat(resumed.exitCode()).as(resumed.toString()).isZero();
        hub.awaitState(hub.accepted("rejected-members", member("P-73200").toString()), "delivered");
        hub.awaitStatus("rejected-members", "running");
    }

    // --- UNREADABLE

    @Test
    void whatTheMappingRefusesIsADeadLetterInItsWords() {
        // Given
        ObjectNode member = member("P-74001");
        member.remove("lastName");

        // When
        String id = hub.accepted("members", member.toString());

        // Then
        assertThatLetter(hub.awaitLetter(id))
                .hasKind(UNREADABLE)
                .says("why", "The last name is missing.")
                .says("mend", "Enter it in the loyalty programme");
    }

    // --- MISCONFIGURED

    @Test
    void anUnknownColumnSuspendsTheIntegrationAndKeepsTheMessage() {
        // When
        String id = hub.accepted(
                "unknown-columns", "{\"hub_externalid\":\"P-75001\",\"lastname\":\"Berg\",\"shoesize\":44}");

        // Then
        JsonNode suspended = hub.awaitStatus("unknown-columns", "suspended");
        assertThat(suspended.path("because").asText()).contains("shoesize", "Check the names");
        assertThat(hub.message(id).path("state").asText()).isEqualTo("queued");
        assertThat(hub.deadLetters("unknown-columns")).isEmpty();
    }

    @Test
    void aWrongSecretSuspendsTheIntegrationUntilItIsMended() {
        // Given
        hub.dataverse().changeHubsSecret();
        String id = hub.accepted("signed-out-members", member("P-75002").toString());
        JsonNode suspended = hub.awaitStatus("signed-out-members", "suspended");

        // When
        hub.dataverse().mend();

        // Then
        assertThat(suspended.path("because").asText()).contains("Check client id, secret and tenant");
        hub.awaitState(id, "delivered");
        hub.awaitStatus("signed-out-members", "running");
        assertThat(hub.deadLetters("signed-out-members")).isEmpty();
    }

    @Test
    void aSuspendedIntegrationCanBeAlertedOn() {
        // When
        hub.accepted("unknown-columns", "{\"hub_externalid\":\"P-75009\",\"lastname\":\"Berg\",\"shoesize\":44}");

        // Then
        hub.awaitMetric("hub_integration_state{integration=\"unknown-columns\",state=\"suspended\"} 1.0");
    }

    @Test
    void whyAnIntegrationIsSuspendedIsShownOnTheCommandLine() {
        // Given
        hub.dataverse().changeHubsSecret();
        String id = hub.accepted("resumed-members", member("P-75003").toString());
        hub.awaitStatus("resumed-members", "suspended");

        // When
        HubFixture.CliResult status = hub.cli("status");

        // Then
        assertThat(status.exitCode()).isZero();
        assertThat(status.out()).contains("suspended", "Check client id, secret and tenant");
        hub.dataverse().mend();
        hub.awaitState(id, "delivered");
    }

    @Test
    void aTokenThatIsNoLongerTakenIsRenewedUnseen() {
        // Given
        hub.awaitState(hub.accepted("renewing-members", member("P-75004").toString()), "delivered");
        hub.dataverse().revokeTokens();

        // When
        String id = hub.accepted("renewing-members", member("P-75005").toString());

        // Then
        hub.awaitState(id, "delivered");
        assertThatLedger("renewing-members", 2);
    }

    private static void assertThatLedger(String integration, int delivered) {
        JsonNode line = hub.ledger(integration);
        assertThat(line.path("delivered").asInt()).as(line.toString()).isEqualTo(delivered);
        assertThat(line.path("dead").asInt()).as(line.toString()).isZero();
    }
}
