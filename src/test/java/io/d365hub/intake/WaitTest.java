package io.d365hub.intake;

import static io.d365hub.intake.IntakeFixture.ORDERS;
import static io.d365hub.intake.IntakeFixture.json;
import static io.d365hub.intake.IntakeFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.intake.DeliveryResult.Letter;
import io.d365hub.intake.MessageState.State;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefer: wait=N (RFC 7240): the answer comes with the result of the delivery. */
class WaitTest {

    private static final DeliveryResult DELIVERED = new DeliveryResult(State.DELIVERED, Optional.empty());
    private static final Letter LETTER = new Letter(
            UUID.fromString("5b1f0f0e-7d2a-4f11-840a-000d3ab1c2d3"),
            "REFUSED",
            "The row was not written.",
            "Dataverse answered 400.",
            "Mend the data.");

    @RegisterExtension
    final IntakeFixture hub = new IntakeFixture();

    private CompletableFuture<HttpResponse<String>> waits(int number, String preference, String... more) {
        var request = hub.push(ORDERS, order(number)).header("Prefer", preference);
        return hub.sendLater(more.length == 0 ? request : request.headers(more));
    }

    /** Waits under a key; on a very busy machine the key's database is too slow now and then, which is a 503. */
    private CompletableFuture<HttpResponse<String>> waitsUnder(String key) {
        CompletableFuture<HttpResponse<String>> sent = waits(1, "wait=10", "Idempotency-Key", key);
        Awaitility.await().until(() -> !hub.queue.messages.isEmpty() || sent.isDone());
        return hub.queue.messages.isEmpty() ? waitsUnder(key) : sent;
    }

    private UUID storedAs(int place) {
        Awaitility.await().until(() -> hub.queue.messages.size() > place);
        return hub.queue.messages.get(place).id();
    }

    private void settled(UUID message, DeliveryResult result) {
        hub.results.known.put(message, result);
        hub.waiting.settled(message);
    }

    private static HttpResponse<String> got(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=10", "respond-async, wait=10", "Wait = 10; x=y", "handling=lenient,wait=\"10\""})
    void theAnswerComesWithTheDelivery(String preference) throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> waiting = waits(1, preference);
        UUID id = storedAs(0);
        boolean early = waiting.isDone();
        // When
        settled(id, DELIVERED);
        // Then
        HttpResponse<String> answer = got(waiting);
        assertThat(early).isFalse();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=10");
        assertThat(json(answer)).isEqualTo(json("{\"id\": \"" + id + "\", \"state\": \"delivered\"}"));
    }

    @Test
    void aDeliveryThatFailedNamesItsDeadLetter() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> waiting = waits(1, "wait=10");
        UUID id = storedAs(0);
        // When
        settled(id, new DeliveryResult(State.DEAD, Optional.of(LETTER)));
        // Then
        HttpResponse<String> answer = got(waiting);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).path("type").asText()).isEqualTo("/problems/not-delivered");
        assertThat(json(answer).path("deadLetter").asText())
                .isEqualTo(LETTER.id().toString());
        assertThat(json(answer).path("why").asText()).isEqualTo(LETTER.why());
    }

    @Test
    void aLetterThatComesAMomentAfterTheLedgersNoteIsFound() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> waiting = waits(1, "wait=10");
        UUID id = storedAs(0);
        Awaitility.await().until(() -> hub.results.looks.get() > 0);
        hub.waiting.settled(id);
        // When
        hub.results.known.put(id, new DeliveryResult(State.DEAD, Optional.of(LETTER)));
        // Then
        assertThat(got(waiting).statusCode()).isEqualTo(422);
    }

    @Test
    void whenTheTimeIsUpTheAnswerIs202() throws Exception {
        // When
        HttpResponse<String> answer = got(waits(1, "wait=1"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).isPresent();
        assertThat(hub.results.looks.get()).isLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"respond-async", "wait", "wait=0", "wait=soon", "wait=-1", "return=minimal", ""})
    void whatAsksForNoTimeIsAnsweredAtOnce(String preference) throws Exception {
        // When
        HttpResponse<String> answer = got(waits(1, preference));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
    }

    @Test
    void linesAreNotWaitedFor() throws Exception {
        // When
        HttpResponse<String> answer = hub.send(hub.push(ORDERS, order(1))
                .setHeader("Content-Type", "application/x-ndjson")
                .header("Prefer", "wait=10"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
    }

    @Test
    void whoeverWouldBeOneTooManyIsAnsweredAtOnce() throws Exception {
        // Given
        List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
        for (int i = 0; i < IntakeFixture.MOST_WAITING; i++) {
            first.add(waits(i, "wait=20"));
        }
        storedAs(IntakeFixture.MOST_WAITING - 1);
        // When
        HttpResponse<String> answer = got(waits(100, "wait=20"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(first).noneMatch(CompletableFuture::isDone);
        hub.queue.messages.forEach(message -> settled(message.id(), DELIVERED));
        for (CompletableFuture<HttpResponse<String>> one : first) {
            assertThat(got(one).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theSameKeyAgainTakesThePlaceOfTheLetter() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first = waitsUnder("k-1");
        UUID id = storedAs(0);
        settled(id, new DeliveryResult(State.DEAD, Optional.of(LETTER)));
        got(first);
        hub.results.letters.put(id, LETTER.id());
        // When
        CompletableFuture<HttpResponse<String>> again = waits(1, "wait=10", "Idempotency-Key", "k-1");
        Awaitility.await().until(() -> hub.waiting.waitsFor(id));
        settled(id, DELIVERED);
        // Then
        assertThat(got(again).statusCode()).isEqualTo(200);
        assertThat(hub.queue.messages).hasSize(1);
    }

    @Test
    void aTryThatDoesNotComeOffInTimeIsToldWithTheOldLetter() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> first = waitsUnder("k-1");
        UUID id = storedAs(0);
        settled(id, new DeliveryResult(State.DEAD, Optional.of(LETTER)));
        got(first);
        hub.results.letters.put(id, LETTER.id());
        // When
        HttpResponse<String> again = got(waits(1, "wait=1", "Idempotency-Key", "k-1"));
        // Then
        assertThat(again.statusCode()).isEqualTo(422);
    }

    @Test
    void aHubThatShutsDownAnswersThoseWhoWait() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> waiting = waits(1, "wait=20");
        storedAs(0);
        // When
        CompletableFuture<Void> drained = hub.intake.drain().toCompletableFuture();
        // Then
        assertThat(got(waiting).statusCode()).isEqualTo(202);
        drained.get(60, TimeUnit.SECONDS);
    }

    @Test
    void whoeverHangsUpIsNotWaitedForAnyMore() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> waiting = waits(1, "wait=20");
        UUID id = storedAs(0);
        Awaitility.await().until(() -> hub.results.looks.get() > 0);
        // When
        waiting.cancel(true);
        // Then
        Awaitility.await().until(() -> !hub.waiting.waitsFor(id));
        assertThat(hub.intake.inFlight()).isZero();
    }
}
