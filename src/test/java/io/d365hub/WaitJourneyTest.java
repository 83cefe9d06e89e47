package io.d365hub;

import static io.d365hub.HubAssertions.assertThatLetter;
import static io.d365hub.TestMessages.member;
import static io.d365hub.TestMessages.memberWithTooLongName;
import static io.d365hub.TestMessages.orderOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person waits for the answer: the post is answered with the result of the delivery. */
@Timeout(300)
class WaitJourneyTest {

    private static final String[] WAIT = {"Prefer", "wait=30"};

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(
            TestRoute.members("waited"),
            TestRoute.orders("waited-orders").with("parentWait", "1s"),
            TestRoute.awaitedToContact("urgent"));

    @Test
    void aDeliveredRowIsThereWhenTheAnswerComes() {
        // When
        HttpResponse<String> answer = hub.pushPatiently("waited", member("W-1").toString(), WAIT);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(HubFixture.json(answer).path("state").asText()).isEqualTo("delivered");
        assertThat(hub.dataverse().row("contacts", "hub_externalid", "W-1").isMissingNode())
                .isFalse();
    }

    @Test
    void aRefusalIsToldInDataversesWordsWithItsLetter() {
        // When
        HttpResponse<String> answer =
                hub.pushPatiently("waited", memberWithTooLongName("W-2").toString(), WAIT);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        JsonNode problem = HubFixture.json(answer);
        assertThat(problem.path("why").asText()).contains("firstname");
        assertThatLetter(hub.letter(problem.path("deadLetter").asText()))
                .has("state", "OPEN")
                .has("message", problem.path("id").asText());
    }

    @Test
    void theSameKeyAgainSupersedesTheLetter() {
        // Given
        String customer = "C-99601";
        String order = orderOf(96_001, customer).toString();
        HttpResponse<String> first =
                hub.pushPatiently("waited-orders", order, "Prefer", "wait=30", "Idempotency-Key", "W-3");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(422);
        hub.dataverse().createAccount(customer);

        // When
        HttpResponse<String> again =
                hub.pushPatiently("waited-orders", order, "Prefer", "wait=30", "Idempotency-Key", "W-3");

        // Then
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        String letter = HubFixture.json(first).path("deadLetter").asText();
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThatLetter(hub.letter(letter)).has("state", "REPLAYED"));
    }

    @Test
    void theLaneKnowsThatSomebodyWaits() {
        // When
        hub.pushPatiently("urgent", "{\"id\":\"W-4\"}", WAIT);
        hub.awaitState(hub.accepted("urgent", "{\"id\":\"W-5\"}"), "delivered");

        // Then
        assertThat(description("W-4")).isEqualTo("awaited: true");
        assertThat(description("W-5")).isEqualTo("awaited: ");
    }

    private static String description(String key) {
        return hub.dataverse()
                .row("contacts", "hub_externalid", key)
                .path("description")
                .asText();
    }
}
