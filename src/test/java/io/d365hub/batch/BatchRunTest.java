package io.d365hub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.batch.RunRequest.Trigger;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a batch whose source is scripted, over the embedded database: what becomes of rows, positions and runs. */
class BatchRunTest {

    @TempDir
    Path folder;

    private final ScriptedSource source = new ScriptedSource();
    private final KeptRows rows = new KeptRows();
    private final Queue<Long> written = new ConcurrentLinkedQueue<>();
    private BatchHub hub;

    @AfterEach
    void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private BatchHub hub(String options, Processor target) throws Exception {
        hub = new BatchHub(DatabaseSettings.embedded(folder.resolve("database")), true, source, rows);
        return hub.route(options, route -> route.process(target));
    }

    private void write(Exchange exchange) {
        written.add(number(exchange));
    }

    private static long number(Exchange exchange) {
        return exchange.getMessage().getBody(JsonNode.class).path("number").asLong();
    }

    /** What a target throws. */
    private static final class TargetException extends RuntimeException implements KnownFailure {
        private final transient Failure failure;

        TargetException(FailureKind kind, boolean missingParent) {
            super(kind.name());
            failure = new Failure(
                    kind,
                    "0x1",
                    "Row was not written.",
                    "Target said no.",
                    "Mend it.",
                    kind == FailureKind.THROTTLED ? Optional.of(Duration.ofMillis(20)) : Optional.empty(),
                    missingParent,
                    "");
        }

        @Override
        public Failure failure() {
            return failure;
        }
    }

    private static TargetException fails(FailureKind kind) {
        return new TargetException(kind, false);
    }

    // --- A run

    @Test
    void everyRowIsWrittenOnceAndTheNextRunBeginsAtTheEnd() throws Exception {
        // Given
        hub("", this::write);
        source.rows(2_000);
        // When
        RunStatus first = hub.runs();
        source.rows(2_500);
        hub.start();
        RunStatus second = await().atMost(BatchHub.PATIENCE)
                .until(
                        hub::status,
                        status -> status.state() == RunState.COMPLETED
                                && !status.id().equals(first.id()));
        // Then
        assertThat(written).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(first.counts()).isEqualTo(new RunCounts(2_000, 0, 2_000, 0, 0, 0, 0));
        assertThat(second.counts().written()).isEqualTo(500);
        assertThat(source.opened().get(1).kind()).isEqualTo(StartPoint.Kind.AFTER_RUN);
        assertThat(source.settled()).hasSize(2);
    }

    @Test
    void rowsOfOneKeyAreWrittenOneAfterAnotherInTheOrderOfTheSource() throws Exception {
        // Given
        Map<String, List<Long>> byKey = new ConcurrentHashMap<>();
        Set<String> underWay = ConcurrentHashMap.newKeySet();
        AtomicInteger overlaps = new AtomicInteger();
        hub("", exchange -> {
            String key =
                    exchange.getMessage().getBody(JsonNode.class).path("id").asText();
            if (!underWay.add(key)) {
                overlaps.incrementAndGet();
            }
            byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(number(exchange));
            underWay.remove(key);
        });
        source.rows(3_000).keys(number -> "K" + number % 7);
        // When
        hub.runs();
        // Then
        assertThat(overlaps).hasValue(0);
        assertThat(byKey).hasSize(7).allSatisfy((key, numbers) -> assertThat(numbers)
                .isSorted());
    }

    @Test
    void aFullReloadBeginsAtTheBeginning() throws Exception {
        // Given
        hub("", this::write);
        source.rows(10);
        hub.runs();
        // When
        hub.batches.start(
                "customers",
                new RunRequest(RunRequest.Trigger.OPERATOR, true, Optional.empty(), Optional.empty(), false));
        // Then
        await().atMost(BatchHub.PATIENCE).until(() -> written.size() == 20);
    }

    @Test
    void aSecondStartIsRefusedWhileARunIsUnderWay() throws Exception {
        // Given
        CountDownLatch goOn = new CountDownLatch(1);
        hub("", exchange -> goOn.await(30, TimeUnit.SECONDS));
        source.rows(5);
        hub.start();
        // When, then
        assertThatThrownBy(hub::start).isInstanceOf(BatchRefusedException.class).hasMessageContaining("is under way");
        goOn.countDown();
        hub.awaitState(RunState.COMPLETED);
    }

    @Test
    void anEmptySourceIsACompletedRun() throws Exception {
        // Given
        hub("", this::write);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts()).isEqualTo(RunCounts.NONE);
    }

    // --- Rows that fail

    @Test
    void aRefusedRowIsADeadLetterWithItsPlaceAndTheOthersAreWritten() throws Exception {
        // Given
        hub("", exchange -> {
            if (number(exchange) == 17) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(500);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts().rejected()).isEqualTo(1);
        assertThat(written).hasSize(499);
        assertThat(rows.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.message().recordKey()).isEqualTo("K17");
            assertThat(letter.message().headers()).containsEntry(BatchRow.PLACE, "line 17");
            assertThat(letter.failure().what()).isEqualTo("Row was not written. (line 17)");
        });
    }

    @Test
    void anUnreadableRowIsADeadLetterWithWhatStandsThere() throws Exception {
        // Given
        hub("", this::write);
        source.rows(3).unreadable(2);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts()).isEqualTo(new RunCounts(3, 0, 2, 0, 0, 1, 0));
        assertThat(rows.letters()).singleElement().satisfies(letter -> assertThat(
                        new String(letter.message().body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("a;b;2"));
    }

    @Test
    void aRowWithoutRecordKeyIsADeadLetter() throws Exception {
        // Given
        hub("", this::write);
        source.rows(3).keys(number -> number == 2 ? "" : "K" + number);
        // When
        hub.runs();
        // Then
        assertThat(rows.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.failure().code()).isEqualTo("record-key"));
    }

    @Test
    void aRowWhoseParentIsMissingTakesTheLaneAndLaterRowsOfItsKeyFollowIt() throws Exception {
        // Given
        hub("", exchange -> {
            if (number(exchange) == 3) {
                throw new TargetException(FailureKind.REFUSED, true);
            }
            write(exchange);
        });
        source.rows(40).keys(number -> "K" + number % 10);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts().parked()).isEqualTo(4);
        assertThat(rows.handed())
                .extracting(message -> new String(message.body(), java.nio.charset.StandardCharsets.UTF_8))
                .containsExactly(
                        "{\"id\":\"K3\",\"number\":3}",
                        "{\"id\":\"K3\",\"number\":13}",
                        "{\"id\":\"K3\",\"number\":23}",
                        "{\"id\":\"K3\",\"number\":33}");
    }

    @Test
    void theNextRunSendsRowsOfAKeyThatWaitsInTheLaneTheSameWay() throws Exception {
        // Given
        AtomicInteger runs = new AtomicInteger();
        hub("", exchange -> {
            if (number(exchange) == 1 && runs.get() == 0) {
                throw new TargetException(FailureKind.REFUSED, true);
            }
            write(exchange);
        });
        source.rows(2).keys(number -> "K" + number % 2);
        hub.runs();
        runs.incrementAndGet();
        source.rows(4);
        // When
        hub.start();
        // Then
        await().atMost(BatchHub.PATIENCE)
                .untilAsserted(() -> assertThat(rows.handed()).hasSize(2));
        await().atMost(BatchHub.PATIENCE)
                .untilAsserted(() -> assertThat(written).containsExactlyInAnyOrder(2L, 4L));
    }

    /** A full reload to its end. */
    private RunStatus reload() {
        UUID before = hub.status().id();
        hub.batches.start(
                "customers", new RunRequest(Trigger.OPERATOR, true, Optional.empty(), Optional.empty(), false));
        return await().atMost(BatchHub.PATIENCE)
                .until(
                        hub::status,
                        status -> status.state() == RunState.COMPLETED
                                && !status.id().equals(before));
    }

    @Test
    void aRowThatIsRejectedAgainRenewsItsDeadLetter() throws Exception {
        // Given
        hub("", exchange -> {
            if (number(exchange) == 3) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(10);
        hub.runs();
        // When
        RunStatus again = reload();
        // Then
        assertThat(again.counts()).isEqualTo(new RunCounts(10, 0, 9, 0, 0, 1, 0));
        assertThat(rows.handed()).isEmpty();
        assertThat(rows.letters()).singleElement().satisfies(letter -> assertThat(letter.attempts())
                .isEqualTo(2));
    }

    @Test
    void equalKeysThatAreAllRejectedKeepOneDeadLetterEach() throws Exception {
        // Given: the second takes the lane in the first run, as rows behind a rejected one do
        hub("", exchange -> {
            throw fails(FailureKind.REFUSED);
        });
        source.rows(2).keys(number -> "K1");
        hub.runs();
        rows.laneBuries();
        // When
        RunStatus again = reload();
        // Then
        assertThat(again.counts().rejected()).isEqualTo(2);
        assertThat(rows.letters()).hasSize(2);
    }

    @Test
    void aRowThatIsWrittenInALaterRunClosesItsDeadLetter() throws Exception {
        // Given
        AtomicBoolean mended = new AtomicBoolean();
        hub("", exchange -> {
            if (number(exchange) == 3 && !mended.get()) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(10);
        hub.runs();
        mended.set(true);
        // When
        RunStatus again = reload();
        // Then
        assertThat(again.counts().written()).isEqualTo(10);
        assertThat(rows.letters()).isEmpty();
    }

    @Test
    void aRowThatIsAnotherThanItsKeysDeadLetterTakesTheLane() throws Exception {
        // Given
        AtomicInteger refused = new AtomicInteger(1);
        hub("", exchange -> {
            if (number(exchange) == refused.get()) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(1).keys(number -> "K1");
        hub.runs();
        source.rows(2);
        // When
        hub.start();
        // Then
        await().atMost(BatchHub.PATIENCE)
                .untilAsserted(() -> assertThat(rows.handed()).hasSize(1));
        assertThat(rows.letters()).hasSize(1);
    }

    @Test
    void aRowThatWaitsInTheLaneIsNotPutThereAgainByTheNextRun() throws Exception {
        // Given
        hub("", exchange -> {
            throw new TargetException(FailureKind.REFUSED, true);
        });
        source.rows(1);
        hub.runs();
        // When
        RunStatus again = reload();
        // Then
        assertThat(again.counts()).isEqualTo(new RunCounts(1, 0, 0, 0, 0, 0, 1));
        assertThat(rows.handed()).hasSize(1);
    }

    @Test
    void aRowThatIsAnotherThanTheOneThatWaitsInTheLaneFollowsIt() throws Exception {
        // Given
        hub("", exchange -> {
            throw new TargetException(FailureKind.REFUSED, true);
        });
        source.rows(1).keys(number -> "K1");
        hub.runs();
        source.rows(2);
        // When
        reload();
        // Then
        assertThat(rows.handed())
                .extracting(message -> new String(message.body(), java.nio.charset.StandardCharsets.UTF_8))
                .containsExactly("{\"id\":\"K1\",\"number\":1}", "{\"id\":\"K1\",\"number\":2}");
    }

    @Test
    void whereDeadLettersHoldTheirKeysARowWithTheContentOfItsLetterWaitsAsItIs() throws Exception {
        // Given
        hub("&afterDeadLetter=hold-key", exchange -> {
            throw fails(FailureKind.REFUSED);
        });
        source.rows(1);
        hub.runs();
        rows.laneBuries();
        // When
        RunStatus again = reload();
        // Then
        assertThat(again.counts()).isEqualTo(new RunCounts(1, 0, 0, 0, 0, 0, 1));
        assertThat(rows.handed()).isEmpty();
        assertThat(rows.letters()).hasSize(1);
    }

    @Test
    void anUnreadableRowIsKnownByItsPlaceAndItsContent() throws Exception {
        // Given
        hub("", this::write);
        source.rows(3).unreadable(2);
        // When
        hub.runs();
        // Then
        assertThat(rows.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.message().recordKey()).matches("line 2 \\([0-9a-f]{8}\\)"));
    }

    @Test
    void anUnreadableRowRenewsItsDeadLetterToo() throws Exception {
        // Given
        hub("", this::write);
        source.rows(3).unreadable(2);
        hub.runs();
        // When
        RunStatus again = reload();
        // Then
        assertThat(again.counts()).isEqualTo(new RunCounts(3, 0, 2, 0, 0, 1, 0));
        assertThat(rows.letters()).hasSize(1);
    }

    @Test
    void aTransientFailureIsTriedAgainWithinTheRun() throws Exception {
        // Given
        AtomicInteger tries = new AtomicInteger();
        hub("", exchange -> {
            if (number(exchange) == 5 && tries.incrementAndGet() < 3) {
                throw fails(FailureKind.TRANSIENT);
            }
            write(exchange);
        });
        source.rows(10);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts().written()).isEqualTo(10);
        assertThat(rows.handed()).isEmpty();
    }

    @Test
    void aThrottledTargetMakesTheRunWaitAndCostsNoRow() throws Exception {
        // Given
        AtomicInteger refusals = new AtomicInteger(30);
        hub("", exchange -> {
            if (refusals.getAndDecrement() > 0) {
                throw fails(FailureKind.THROTTLED);
            }
            write(exchange);
        });
        source.rows(200);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts().written()).isEqualTo(200);
        assertThat(rows.letters()).isEmpty();
    }

    @Test
    void aWrongSetUpEndsTheRunAndTheNextStartGoesOnWithIt() throws Exception {
        // Given
        AtomicInteger wrong = new AtomicInteger(1);
        hub("", exchange -> {
            if (number(exchange) == 700 && wrong.getAndDecrement() > 0) {
                throw fails(FailureKind.MISCONFIGURED);
            }
            write(exchange);
        });
        source.rows(1_000);
        hub.start();
        RunStatus failed = hub.awaitState(RunState.FAILED);
        // When
        RunStatus resumed = hub.runs();
        // Then
        assertThat(failed.error())
                .hasValueSatisfying(error -> assertThat(error.why()).isEqualTo("Target said no."));
        assertThat(resumed.id()).isEqualTo(failed.id());
        assertThat(resumed.counts()).isEqualTo(new RunCounts(1_000, 0, 1_000, 0, 0, 0, 0));
        assertThat(Set.copyOf(written)).hasSize(1_000);
    }

    @Test
    void moreRejectsThanAFifthStopTheRunByItselfUnlessSomethingElseIsSet() throws Exception {
        // Given
        hub("", exchange -> {
            if (number(exchange) % 3 == 0) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(50_000);
        // When
        hub.start();
        // Then
        RunStatus run = hub.awaitState(RunState.STOPPED_BY_REJECTS);
        assertThat(run.error()).hasValueSatisfying(error -> assertThat(error.what() + error.why())
                .contains("stopped by itself", "rows were rejected, more than 20 %"));
        assertThat(rows.letters()).hasSize((int) run.counts().rejected());
        assertThat(run.counts().read()).isLessThan(50_000);
    }

    @Test
    void aFifthOfAHundredRowsIsWhatARunTakesUnlessSomethingElseIsSet() throws Exception {
        // Given: just a fifth of the first hundred, and more than that of the first 99
        hub("", exchange -> {
            if (number(exchange) <= 20) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(100);
        // When, then
        assertThat(hub.runs().counts()).isEqualTo(new RunCounts(100, 0, 80, 0, 0, 20, 0));
    }

    @Test
    void fewerThanAHundredRowsAreNeverTooManyUnlessSomethingElseIsSet() throws Exception {
        // Given
        hub("", exchange -> {
            throw fails(FailureKind.REFUSED);
        });
        source.rows(99);
        // When, then
        assertThat(hub.runs().counts().rejected()).isEqualTo(99);
    }

    @Test
    void nothingIsLostWhileDeadLettersCannotBeStored() throws Exception {
        // Given
        rows.outOfReach(true);
        hub("", exchange -> {
            if (number(exchange) == 2) {
                throw fails(FailureKind.REFUSED);
            }
            write(exchange);
        });
        source.rows(5);
        hub.start();
        await().atMost(BatchHub.PATIENCE).until(() -> hub.status().waiting().isPresent());
        // When
        rows.outOfReach(false);
        // Then
        assertThat(hub.awaitState(RunState.COMPLETED).counts()).isEqualTo(new RunCounts(5, 0, 4, 0, 0, 1, 0));
        assertThat(rows.letters()).hasSize(1);
    }

    // --- The source fails

    @Test
    void aSourceThatIsLostInBetweenIsOpenedAgainAndRowsAreCountedOnce() throws Exception {
        // Given
        hub("", this::write);
        source.rows(1_000).positionEvery(100).failsBefore(751, FailureKind.TRANSIENT);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts()).isEqualTo(new RunCounts(1_000, 0, 1_000, 0, 0, 0, 0));
        assertThat(source.opened()).hasSize(2);
        assertThat(Set.copyOf(written)).hasSize(1_000);
    }

    @Test
    void aSourceThatFailsForGoodEndsTheRunAfterWhatWasRead() throws Exception {
        // Given
        hub("", this::write);
        source.rows(1_000).failsBefore(501, FailureKind.MISCONFIGURED);
        // When
        hub.start();
        // Then
        RunStatus run = hub.awaitState(RunState.FAILED);
        assertThat(run.error())
                .hasValueSatisfying(error -> assertThat(error.why()).isEqualTo("It is scripted so."));
        assertThat(hub.runs().counts().written()).isEqualTo(1_000);
    }

    @Test
    void aRangeThatFailedDoesNotStandInTheWayOfTheNextRun() throws Exception {
        // Given
        hub("", this::write);
        source.rows(10);
        hub.runs();
        source.rows(20).failsBefore(1, FailureKind.MISCONFIGURED);
        hub.batches.start(
                "customers", new RunRequest(Trigger.OPERATOR, false, Optional.of("1"), Optional.empty(), false));
        hub.awaitState(RunState.FAILED);
        // When
        RunStatus next = hub.runs();
        // Then
        assertThat(next.request().isRange()).isFalse();
        assertThat(next.counts().read()).isEqualTo(10);
    }

    @Test
    void aDryRunThatFailedIsNotGoneOnWithByTheNextRun() throws Exception {
        // Given
        hub("", this::write);
        source.rows(10).failsBefore(1, FailureKind.MISCONFIGURED);
        hub.batches.start(
                "customers", new RunRequest(Trigger.OPERATOR, false, Optional.empty(), Optional.empty(), true));
        hub.awaitState(RunState.FAILED);
        // When
        RunStatus next = hub.runs();
        // Then
        assertThat(next.request().dryRun()).isFalse();
    }

    @Test
    void aSourceThatCannotFinishIsAskedAgainWithoutReadingRowsAgain() throws Exception {
        // Given
        hub("", this::write);
        source.rows(10).failsWhenSettled(new IllegalStateException("disk full"));
        hub.start();
        hub.awaitState(RunState.FAILED);
        source.failsWhenSettled(null);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(written).hasSize(10);
        assertThat(run.counts().written()).isEqualTo(10);
        assertThat(source.settled()).hasSize(1);
    }

    /** A file, say: a position is saved only while none of its rows is under way. */
    private static final class QuietParticipant implements RunParticipant {

        private final CountDownLatch quietIsAskedFor = new CountDownLatch(1);

        @Override
        public String name() {
            return "quiet";
        }

        @Override
        public boolean needsQuiet() {
            return true;
        }

        @Override
        public void saving(Handle handle, RunContext run) {
            quietIsAskedFor.countDown();
        }
    }

    /** Rows that wait until they are told to come back, all at once, in the order of their numbers. */
    private static final class HeldRows extends AsyncProcessorSupport {

        private final Map<Long, AsyncCallback> held = new ConcurrentSkipListMap<>();
        private final Set<Long> numbers;

        HeldRows(Long... numbers) {
            this.numbers = Set.of(numbers);
        }

        void comeBack() {
            held.values().forEach(callback -> callback.done(false));
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (numbers.contains(number(exchange))) {
                held.put(number(exchange), callback);
                return false;
            }
            callback.done(true);
            return true;
        }
    }

    @Test
    void rowsOfOneKeyOnBothSidesOfASavedPositionDoNotStandInTheWayOfTheRest() throws Exception {
        // Given: two keys whose first rows come back together; the second row of one is behind the position, of the
        // other before
        QuietParticipant quiet = new QuietParticipant();
        HeldRows held = new HeldRows(1L, 2L);
        hub("", held);
        hub.batches.onBegin(run -> run.join("quiet", QuietParticipant.class, () -> quiet));
        source.rows(1_500)
                .keys(number ->
                        number == 1 || number == 3 ? "early" : number == 2 || number == 1_200 ? "late" : "K" + number)
                .waitsBefore(1_000, quiet.quietIsAskedFor);
        hub.start();
        await().until(() -> held.held.size() == 2 && hub.status().counts().read() == 1_500);
        // When
        held.comeBack();
        // Then
        assertThat(hub.awaitState(RunState.COMPLETED).counts().written()).isEqualTo(1_500);
    }

    // --- Stop and resume

    @Test
    void aStoppedRunFinishesWhatItStartedAndGoesOnWhereItWas() throws Exception {
        // Given
        CountDownLatch some = new CountDownLatch(600);
        hub("", exchange -> {
            write(exchange);
            some.countDown();
            TimeUnit.MICROSECONDS.sleep(100);
        });
        source.rows(20_000);
        hub.start();
        some.await(30, TimeUnit.SECONDS);
        // When
        hub.batches.stop("customers");
        RunStatus stopped = hub.awaitState(RunState.STOPPED);
        hub.batches.resume("customers", RunRequest.Trigger.OPERATOR);
        RunStatus run = hub.awaitState(RunState.COMPLETED);
        // Then
        assertThat(run.id()).isEqualTo(stopped.id());
        assertThat(run.counts()).isEqualTo(new RunCounts(20_000, 0, 20_000, 0, 0, 0, 0));
        assertThat(Set.copyOf(written)).hasSize(20_000);
        assertThat(run.resumed()).isEqualTo(1);
    }

    @Test
    void aRunThatWasInterruptedByTheStopOfAHubGoesOnByItself() throws Exception {
        // Given
        CountDownLatch some = new CountDownLatch(600);
        hub("", exchange -> {
            write(exchange);
            some.countDown();
            TimeUnit.MICROSECONDS.sleep(100);
        });
        source.rows(20_000);
        hub.start();
        some.await(30, TimeUnit.SECONDS);
        hub.close();
        // When
        hub("", this::write);
        hub.batches.goOn();
        // Then
        RunStatus run = hub.awaitState(RunState.COMPLETED);
        assertThat(run.counts().written()).isEqualTo(20_000);
        assertThat(Set.copyOf(written)).hasSize(20_000);
        assertThat(Duration.between(run.startedAt(), run.endedAt().orElseThrow()))
                .isPositive();
    }

    @Test
    void aChunkThatFailsIsSplitIntoItsRows() throws Exception {
        // Given
        hub("&chunk=10", exchange -> {
            JsonNode all = exchange.getMessage().getBody(JsonNode.class);
            for (JsonNode row : all) {
                if (row.path("number").asLong() == 15) {
                    throw fails(FailureKind.REFUSED);
                }
            }
            all.forEach(row -> written.add(row.path("number").asLong()));
        });
        source.rows(100);
        // When
        RunStatus run = hub.runs();
        // Then
        assertThat(run.counts()).isEqualTo(new RunCounts(100, 0, 99, 0, 0, 1, 0));
        assertThat(written).hasSize(99).doesNotContain(15L);
    }
}
