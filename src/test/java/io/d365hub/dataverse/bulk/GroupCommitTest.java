package io.d365hub.dataverse.bulk;

import static io.d365hub.dataverse.bulk.GroupCommitFixture.columns;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.failure;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.join;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.operation.OperationKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What travels together, and that nobody notices but by the time it takes. */
class GroupCommitTest {

    @RegisterExtension
    final GroupCommitFixture hub = new GroupCommitFixture();

    @Test
    void rowsThatWaitAtTheSameMomentTravelInFewBulkMessages() {
        // Given
        hub.learnNames();
        int before = hub.calls(OperationKind.UPSERTMULTIPLE);
        // When
        hub.occupied();
        List<CompletableFuture<RowResult>> rows = upserts(200);
        rows.forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.calls(OperationKind.UPSERTMULTIPLE) - before).isBetween(1, 20);
        assertThat(hub.name("row-199")).isEqualTo("Order");
    }

    @Test
    void aRowAloneGoesOutAtOnceAndByItself() {
        // Given
        hub.learnNames();
        int before = hub.calls(OperationKind.UPSERT);
        // When
        RowResult result = join(hub.upsert("1001"));
        // Then
        assertThat(result.status()).isEqualTo(204);
        assertThat(hub.calls(OperationKind.UPSERT) - before).isEqualTo(1);
    }

    @Test
    void rowsOfOneKeyTravelInOrderInOneBatch() {
        // Given
        hub.occupied();
        int before = hub.calls(OperationKind.BATCH);
        // When
        List<CompletableFuture<RowResult>> rows = IntStream.range(0, 60)
                .mapToObj(i -> hub.upsert("hot", "version " + i))
                .toList();
        rows.forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.name("hot")).isEqualTo("version 59");
        assertThat(hub.calls(OperationKind.BATCH) - before).isEqualTo(1);
    }

    @Test
    void rowsBehindABadOneOfTheirKeyAreSentAgainInOrder() {
        // Given
        hub.occupied();
        CompletableFuture<RowResult> first = hub.upsert("hot", "first");
        CompletableFuture<RowResult> bad = hub.bad("hot");
        CompletableFuture<RowResult> third = hub.upsert("hot", "third");
        CompletableFuture<RowResult> last = hub.upsert("hot", "last");
        // When
        Failure failure = failure(bad);
        // Then
        assertThat(List.of(
                        join(first).status(), join(third).status(), join(last).status()))
                .containsExactly(204, 204, 204);
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(hub.name("hot")).isEqualTo("last");
    }

    @Test
    void rowsBeforeAThrottledOneOfTheirKeyAreDone() {
        // Given
        // The batch stops at the throttled part and answers with its status, though what came before it is written.
        hub.occupied();
        hub.throttle("third");
        CompletableFuture<RowResult> first = hub.upsert("hot", "first");
        CompletableFuture<RowResult> second = hub.upsert("hot", "second");
        CompletableFuture<RowResult> third = hub.upsert("hot", "third");
        // When
        Failure failure = failure(third);
        // Then
        assertThat(List.of(join(first).status(), join(second).status())).containsExactly(204, 204);
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
    }

    @Test
    void severalHotKeysTravelSideBySide() {
        // Given
        hub.learnNames();
        hub.occupied();
        List<CompletableFuture<RowResult>> rows = IntStream.range(0, 600)
                .mapToObj(i -> hub.upsert("hot-" + i % 30, "version " + i))
                .toList();
        // When
        join(rows.get(0));
        hub.forgetStatistics();
        rows.forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.mostAtOnce()).isEqualTo(4);
        assertThat(hub.name("hot-29")).isEqualTo("version 599");
    }

    @Test
    void keysThatDifferInCaseAreOneKey() {
        // Given
        hub.occupied();
        // When
        List.of(hub.upsert("d-17", "first"), hub.upsert("D-17", "second"), hub.upsert("d-17", "third"))
                .forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.name("D-17")).isEqualTo("third");
    }

    @Test
    void oneBadRowAmongManyFailsAlone() {
        // Given
        hub.learnNames();
        hub.occupied();
        List<CompletableFuture<RowResult>> good = upserts(150);
        CompletableFuture<RowResult> bad = hub.bad("bad");
        List<CompletableFuture<RowResult>> more = upserts(150);
        // When
        Failure failure = failure(bad);
        // Then
        good.forEach(row -> assertThat(join(row).status()).isEqualTo(204));
        more.forEach(row -> assertThat(join(row).status()).isEqualTo(204));
        assertThat(failure.what()).isEqualTo("A row of salesorders (key ordernumber) was not written.");
    }

    @Test
    void aTableWithoutBulkMessagesIsRememberedAndWrittenInBatches() {
        // Given
        hub.learnNames();
        hub.fault(
                OperationKind.UPSERTMULTIPLE,
                0,
                404,
                "0x80060888",
                "Resource not found for the segment 'Microsoft.Dynamics.CRM.UpsertMultiple'.",
                false);
        int learnt = hub.calls(OperationKind.UPSERTMULTIPLE);
        await().until(() -> {
            hub.occupied();
            upserts(100).forEach(GroupCommitFixture::join);
            return hub.calls(OperationKind.UPSERTMULTIPLE) > learnt;
        });
        int tried = hub.calls(OperationKind.UPSERTMULTIPLE);
        // When
        hub.occupied();
        List<CompletableFuture<RowResult>> rows = upserts(100);
        // Then
        rows.forEach(row -> assertThat(join(row).status()).isEqualTo(204));
        assertThat(hub.calls(OperationKind.UPSERTMULTIPLE)).isEqualTo(tried);
    }

    @Test
    void bulkMessagesThatFailTooOftenGiveWayToBatches() {
        // Given
        hub.learnNames();
        int learnt = hub.calls(OperationKind.UPSERTMULTIPLE);
        hub.fault(OperationKind.UPSERTMULTIPLE, 3, 500, "0x80044150", "Sql error: Generic SQL error.", false);
        await().until(() -> {
            hub.occupied();
            upserts(40).forEach(GroupCommitFixture::join);
            return hub.calls(OperationKind.UPSERTMULTIPLE) >= learnt + 3;
        });
        int before = hub.calls(OperationKind.UPSERTMULTIPLE);
        // When
        hub.occupied();
        upserts(40).forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.calls(OperationKind.UPSERTMULTIPLE)).isEqualTo(before);
    }

    @Test
    void aLostAnswerIsToldToEachRowAndSafeToRepeat() {
        // Given
        hub.learnNames();
        hub.occupied();
        hub.fault(OperationKind.UPSERTMULTIPLE, 0, null, null, null, true);
        List<CompletableFuture<RowResult>> rows = upserts(20);
        // When
        List<Failure> failures = failures(rows);
        // Then
        assertThat(failures).isNotEmpty().allSatisfy(failure -> assertThat(
                        List.of(failure.kind().name(), failure.code(), failure.what()))
                .containsExactly(
                        "TRANSIENT", "answer-lost", "A row of salesorders (key ordernumber) was not written."));
    }

    @Test
    void createsWhoseAnswerWasLostAreOneRowEach() {
        // Given
        long before = hub.simulator.count("accounts");
        List<CompletableFuture<RowResult>> busy =
                IntStream.range(0, 4).mapToObj(i -> create("busy-" + i)).toList();
        hub.fault(OperationKind.BATCH, 1, null, null, null, true);
        hub.fault(OperationKind.CREATEMULTIPLE, 1, null, null, null, true);
        // When
        List<CompletableFuture<RowResult>> rows =
                IntStream.range(0, 20).mapToObj(i -> create("Fabrikam " + i)).toList();
        rows.forEach(GroupCommitFixture::join);
        busy.forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.simulator.count("accounts") - before).isEqualTo(24);
    }

    @Test
    void aThrottledRequestThrottlesEachOfItsRows() {
        // Given
        hub.learnNames();
        hub.occupied();
        hub.fault(OperationKind.UPSERTMULTIPLE, 0, 429, "0x80072321", "Combined execution time exceeded.", false);
        List<CompletableFuture<RowResult>> rows = upserts(20);
        // When
        List<Failure> failures = failures(rows);
        // Then
        assertThat(failures).isNotEmpty().extracting(Failure::kind).containsOnly(FailureKind.THROTTLED);
    }

    @Test
    void aRowThatNobodyWantsAnyMoreIsNotSent() {
        // Given
        AtomicBoolean wanted = new AtomicBoolean(true);
        hub.occupied();
        CompletableFuture<RowResult> row =
                hub.writes.write(RowChange.upsert(order("1001"), columns("name", "Order"), Map.of()), wanted::get);
        // When
        wanted.set(false);
        Failure failure = failure(row);
        // Then
        assertThat(failure.code()).isEqualTo("withdrawn");
        assertThat(hub.name("1001")).isEmpty();
    }

    @Test
    void rowsWithOtherOptionsDoNotTravelTogether() {
        // Given
        hub.learnNames();
        hub.occupied();
        List<CompletableFuture<RowResult>> plain = upserts(20);
        // When
        CompletableFuture<RowResult> tagged = hub.writes.write(
                RowChange.upsert(order("tagged"), columns("name", "Order"), Map.of())
                        .withOptions(RequestOptions.NONE.tagged("night run")),
                () -> true);
        // Then: the only one of its group goes out at once, long before the others
        assertThat(join(tagged).status()).isEqualTo(204);
        assertThat(plain.get(19)).isNotDone();
        plain.forEach(GroupCommitFixture::join);
    }

    @Test
    void aRowWithARepresentationIsAnsweredWithItself() {
        // Given
        hub.occupied();
        // When
        RowResult result = join(hub.writes.write(
                RowChange.upsert(order("1001"), columns("name", "Order"), Map.of())
                        .withOptions(RequestOptions.NONE.returning(List.of("name"))),
                () -> true));
        // Then
        assertThat(result.row().orElseThrow().path("name").asText()).isEqualTo("Order");
    }

    @Test
    void keysThatNoAddressSurvivesAreWrittenAmongTheOthers() {
        // Given
        hub.occupied();
        // When
        List.of(hub.upsert("a/b", "first"), hub.upsert("plain", "first"), hub.upsert("a/b", "second"))
                .forEach(GroupCommitFixture::join);
        // Then
        assertThat(List.of(hub.name("a/b"), hub.name("plain"))).containsExactly("second", "first");
    }

    @Test
    void updatesByIdAreJoined() {
        // Given
        List<UUID> ids = IntStream.range(0, 24).mapToObj(i -> UUID.randomUUID()).toList();
        ids.forEach(id -> join(hub.writes.write(
                RowChange.create("accounts", Optional.of(id), columns("name", "Old"), Map.of()), () -> true)));
        update(ids.subList(0, 8)).forEach(GroupCommitFixture::join);
        int before = hub.calls(OperationKind.UPDATE);
        // When
        List<RowResult> results =
                update(ids).stream().map(GroupCommitFixture::join).toList();
        // Then
        assertThat(results).extracting(result -> result.id().orElseThrow()).containsExactlyElementsOf(ids);
        assertThat(hub.calls(OperationKind.UPDATE) - before).isLessThanOrEqualTo(4);
    }

    private List<CompletableFuture<RowResult>> update(List<UUID> ids) {
        return ids.stream()
                .map(id -> hub.writes.write(
                        RowChange.update(RowRef.byId("accounts", id), columns("name", "New"), Map.of()), () -> true))
                .toList();
    }

    private CompletableFuture<RowResult> create(String name) {
        return hub.writes.write(
                RowChange.create("accounts", Optional.empty(), columns("name", name), Map.of()), () -> true);
    }

    private List<CompletableFuture<RowResult>> upserts(int count) {
        return IntStream.range(0, count).mapToObj(i -> hub.upsert("row-" + i)).toList();
    }

    /** Of the rows that failed: one may have found a call of its own. */
    private static List<Failure> failures(List<CompletableFuture<RowResult>> rows) {
        return rows.stream()
                .filter(row -> row.handle((result, e) -> e != null).join())
                .map(GroupCommitFixture::failure)
                .toList();
    }
}
