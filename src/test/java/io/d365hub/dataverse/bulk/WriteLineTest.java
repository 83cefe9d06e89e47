package io.d365hub.dataverse.bulk;

import static io.d365hub.dataverse.bulk.GroupCommitFixture.columns;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.failure;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.join;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.simulator.operation.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writes in a line keep its order, and end with the first that fails. */
class WriteLineTest {

    @RegisterExtension
    final GroupCommitFixture hub = new GroupCommitFixture();

    private final WriteLine line = new WriteLine();

    private CompletableFuture<RowResult> next(String number, String name) {
        return hub.writes.write(
                RowChange.upsert(order(number), columns("name", name), Map.of()),
                () -> true,
                new WriteLine.Place(line, () -> {}));
    }

    @Test
    void rowsOfDifferentKeysTravelInTheOrderOfTheirLine() {
        // Given
        hub.occupied();
        int before = hub.calls(OperationKind.BATCH);
        // When
        List<CompletableFuture<RowResult>> rows = IntStream.range(0, 60)
                .mapToObj(i -> next("row-" + i % 7, "version " + i))
                .toList();
        rows.forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.calls(OperationKind.BATCH) - before).isEqualTo(1);
        assertThat(hub.name("row-3")).isEqualTo("version 59");
    }

    @Test
    void whatStandsBehindAFailedRowIsNotSent() {
        // Given
        hub.occupied();
        CompletableFuture<RowResult> first = next("one", "first");
        CompletableFuture<RowResult> bad = next("two", "x".repeat(5000));
        CompletableFuture<RowResult> behind = next("three", "behind");
        // When
        Failure failure = failure(behind);
        // Then
        assertThat(join(first).status()).isEqualTo(204);
        assertThat(failure(bad).kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(List.of(failure.code(), failure.kind().name())).containsExactly("withdrawn", "TRANSIENT");
        assertThat(hub.name("three")).isEmpty();
    }

    @Test
    void whatComesAfterTheFailureIsNotSentEither() {
        // Given
        failure(next("two", "x".repeat(5000)));
        // When
        Failure failure = failure(next("three", "late"));
        // Then
        assertThat(failure.code()).isEqualTo("withdrawn");
        assertThat(hub.name("three")).isEmpty();
    }

    @Test
    void anotherLineOfTheSameRowGoesOn() {
        // Given
        hub.occupied();
        CompletableFuture<RowResult> bad = next("one", "x".repeat(5000));
        CompletableFuture<RowResult> other = hub.writes.write(
                RowChange.upsert(order("one"), columns("name", "other"), Map.of()),
                () -> true,
                new WriteLine.Place(new WriteLine(), () -> {}));
        // When
        failure(bad);
        // Then
        assertThat(join(other).status()).isEqualTo(204);
        assertThat(hub.name("one")).isEqualTo("other");
    }

    @Test
    void aRowIsInLineBeforeItIsWritten() {
        // Given
        hub.occupied();
        AtomicBoolean inLine = new AtomicBoolean();
        // When
        CompletableFuture<RowResult> row = hub.writes.write(
                RowChange.upsert(order("one"), columns("name", "first"), Map.of()),
                () -> true,
                new WriteLine.Place(line, () -> inLine.set(true)));
        // Then
        assertThat(inLine).isTrue();
        assertThat(row).isNotDone();
    }

    @Test
    void afterManyChainsAllCallsAreStillToBeHad() {
        // Given
        chains().forEach(GroupCommitFixture::join);
        hub.forgetStatistics();
        // When
        chains().forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.mostAtOnce()).isEqualTo(4);
        assertThat(hub.name("hot-29")).isEqualTo("version 19");
    }

    private List<CompletableFuture<RowResult>> chains() {
        List<CompletableFuture<RowResult>> rows = new ArrayList<>();
        for (int chain = 0; chain < 30; chain++) {
            int number = chain;
            rows.add(hub.upsert("hot-" + number, "first"));
            rows.addAll(IntStream.range(0, 20)
                    .mapToObj(i -> hub.upsert("hot-" + number, "version " + i))
                    .toList());
        }
        return rows;
    }
}
