package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.json;
import static io.d365hub.intake.IntakeFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.message.HubMessage;
import io.d365hub.message.MessageIds;
import io.d365hub.message.WorkQueueUnavailableException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyTest {

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    @Test
    void theIdComesFromTheKey() throws Exception {
        assertThat(PushTest.id(push("key-1", order(1))))
                .isEqualTo(MessageIds.forIdempotencyKey("webshop", ORDERS, "key-1"));
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndIsNotSentAgain() throws Exception {
        // Given
        HttpResponse<String> first = push("key-1", order(1));
        // When
        HttpResponse<String> second = push("key-1", order(1));
        // Then
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(hub.queue.messages).hasSize(1);
    }

    @Test
    void aRepeatedRequestIsKnownAfterARestart() throws Exception {
        // Given
        push("key-1", order(1));
        hub.restart();
        // When
        HttpResponse<String> second = push("key-1", order(1));
        // Then
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(hub.queue.messages).hasSize(1);
    }

    @Test
    void aKeyWithAnotherBodyIsRefused() throws Exception {
        // Given
        push("key-1", order(1));
        // When, then
        assertReused(push("key-1", order(2)));
    }

    @Test
    void aKeyWithAnotherBodyIsRefusedAfterARestart() throws Exception {
        // Given
        push("key-1", order(1));
        hub.restart();
        // When, then
        assertReused(push("key-1", order(2)));
    }

    @Test
    void aKeyOfARefusedMessageCanComeAgainWithABetterBody() throws Exception {
        // Given
        push("key-1", "{}");
        // When, then
        assertThat(push("key-1", order(1)).statusCode()).isEqualTo(202);
    }

    @Test
    void aKeyIsForOneIntegration() throws Exception {
        // Given
        push("key-1", order(1));
        // When
        HttpResponse<String> other = hub.send(hub.push("xml-orders", "<order number='1'/>")
                .setHeader("Content-Type", "application/xml")
                .header("Idempotency-Key", "key-1"));
        // Then
        assertThat(other.statusCode()).as(other.body()).isEqualTo(202);
    }

    @Test
    void whatCouldNotBeStoredIsStoredWhenItComesAgain() throws Exception {
        // Given
        hub.queue.fails(new WorkQueueUnavailableException("The broker is gone.", Duration.ofSeconds(1)));
        assertThat(push("key-1", order(1)).statusCode()).isEqualTo(503);
        hub.queue.works();
        // When
        HttpResponse<String> again = push("key-1", order(1));
        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(hub.queue.messages).hasSize(1);
    }

    @Test
    void aCrashBetweenSendingAndNotingItDoesNotSendTwice() throws Exception {
        // Given: what such a crash leaves
        push("key-1", order(1));
        hub.database.jdbi().useHandle(handle -> handle.execute("update idempotency_key set stored = 0"));
        hub.restart();
        // When
        HttpResponse<String> again = push("key-1", order(1));
        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(hub.queue.messages).hasSize(1);
    }

    @Test
    void equalRequestsAtTheSameMomentAreSentOnce() throws Exception {
        // Given
        CountDownLatch held = hub.queue.holds();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(hub.sendLater(hub.push(ORDERS, order(1)).header("Idempotency-Key", "key-1")));
        }
        // When
        held.countDown();
        // Then
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(202));
        assertThat(hub.queue.messages).hasSize(1);
    }

    @Test
    void linesUnderOneKeyAreOneRequest() throws Exception {
        // Given
        String lines = order(1) + "\n" + order(2) + "\n";
        HttpResponse<String> first = hub.send(hub.pushLines(ORDERS, lines).header("Idempotency-Key", "key-1"));
        // When
        HttpResponse<String> second = hub.send(hub.pushLines(ORDERS, lines).header("Idempotency-Key", "key-1"));
        // Then
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(hub.queue.messages).hasSize(2);
    }

    @Test
    void theIdsOfLinesComeFromTheKey() throws Exception {
        // When
        HttpResponse<String> answer =
                hub.send(hub.pushLines(ORDERS, order(1) + "\n" + order(2)).header("Idempotency-Key", "key-1"));
        // Then
        assertThat(hub.queue.messages)
                .extracting(HubMessage::id)
                .containsExactly(
                        MessageIds.forLine(PushTest.id(answer), 1), MessageIds.forLine(PushTest.id(answer), 2));
    }

    @Test
    void withoutDatabaseARequestWithAKeyIsUnavailable() throws Exception {
        // Given
        hub.database.close();
        // When
        HttpResponse<String> answer = push("key-1", order(1));
        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(hub.queue.messages).isEmpty();
    }

    @Test
    void withoutDatabaseARequestWithoutAKeyIsTaken() throws Exception {
        // Given
        hub.database.close();
        // When, then
        assertThat(hub.send(hub.push(ORDERS, order(1))).statusCode()).isEqualTo(202);
    }

    @Test
    void aQuotedKeyIsTheSameAsItsText() throws Exception {
        // Given
        push("\"key-1\"", order(1));
        // When
        HttpResponse<String> again = push("key-1", order(1));
        // Then
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void aQuotedKeyMayHoldSpacesQuotesAndBackslashes() {
        assertThat(IdempotencyKey.parse("\"a \\\"b\\\\\"")).isEqualTo("a \"b\\");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "two words", "\"open", "a\"b", "\"a\"b\"", "\"a\\\"", "\"a\\n\"", "schlüssel"})
    void aKeyOfAnotherFormIsRefused(String key) {
        assertThat(problemOf(key)).isEqualTo(ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void aKeyOf256CharactersIsRefused() throws Exception {
        // When
        HttpResponse<String> answer = push("k".repeat(256), order(1));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("type").asText()).isEqualTo("/problems/malformed-request");
    }

    @Test
    void aKeyOf255CharactersIsTaken() throws Exception {
        assertThat(push("k".repeat(255), order(1)).statusCode()).isEqualTo(202);
    }

    @Test
    void twoKeysAreRefused() throws Exception {
        assertThat(hub.send(hub.push(ORDERS, order(1))
                                .header("Idempotency-Key", "a")
                                .header("Idempotency-Key", "b"))
                        .statusCode())
                .isEqualTo(400);
    }

    private static ProblemType problemOf(String key) {
        try {
            IdempotencyKey.parse(key);
            return null;
        } catch (ProblemException e) {
            return e.problem().type();
        }
    }

    private HttpResponse<String> push(String key, String body) throws Exception {
        return hub.send(hub.push(ORDERS, body).header("Idempotency-Key", key));
    }

    private static void assertReused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(json(answer).get("type").asText()).isEqualTo("/problems/idempotency-key-reused");
    }
}
