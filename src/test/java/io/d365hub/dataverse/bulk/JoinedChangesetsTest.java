package io.d365hub.dataverse.bulk;

import static io.d365hub.dataverse.bulk.GroupCommitFixture.columns;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.failure;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.join;
import static io.d365hub.dataverse.bulk.GroupCommitFixture.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowRef;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.failure.Failure;
import io.d365hub.simulator.operation.OperationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Changesets of several messages in one request: each is still a transaction of its own. */
class JoinedChangesetsTest {

    private static final int LINES = 2;

    @RegisterExtension
    final GroupCommitFixture hub = new GroupCommitFixture();

    @Test
    void changesetsThatWaitTravelInOneRequest() {
        // Given
        occupy();
        int before = hub.calls(OperationKind.BATCH);
        // When
        List<CompletableFuture<List<RowResult>>> sets = IntStream.range(0, 50)
                .mapToObj(i -> orderWithLines("o-" + i, "Order"))
                .toList();
        sets.forEach(set -> assertThat(join(set)).hasSize(1 + LINES));
        // Then
        assertThat(hub.calls(OperationKind.BATCH) - before).isLessThanOrEqualTo(8);
        assertThat(hub.simulator.count("salesorderdetails")).isEqualTo(54L * LINES);
    }

    @Test
    void aBadChangesetFailsAloneAndNamesItsRow() {
        // Given
        occupy();
        CompletableFuture<List<RowResult>> good = orderWithLines("good", "Order");
        CompletableFuture<List<RowResult>> bad = orderWithLines("bad", "x".repeat(5000));
        CompletableFuture<List<RowResult>> other = orderWithLines("other", "Order");
        // When
        Failure failure = failure(bad);
        // Then
        assertThat(join(good)).hasSize(1 + LINES);
        assertThat(join(other)).hasSize(1 + LINES);
        assertThat(failure.what()).contains("was not written because of row 1, a row of salesorders");
        assertThat(hub.name("bad")).isEmpty();
    }

    @Test
    void changesetsWithACommonRowKeepTheirOrder() {
        // Given
        occupy();
        List<CompletableFuture<List<RowResult>>> sets = new ArrayList<>();
        // When
        for (int i = 0; i < 5; i++) {
            sets.add(orderWithLines("same", "version " + i));
        }
        sets.forEach(GroupCommitFixture::join);
        // Then
        assertThat(hub.name("same")).isEqualTo("version 4");
    }

    @Test
    void rowsThatNameOthersByTheirPlaceAreUnderstood() {
        // Given
        occupy();
        List<RowChange> byPlace = List.of(
                RowChange.upsert(order("placed"), columns("name", "Order"), Map.of()),
                RowChange.upsert(
                        line("placed-1"),
                        columns("productdescription", "Kettle", "salesorderid@odata.bind", "$1"),
                        Map.of()));
        // When
        CompletableFuture<List<RowResult>> set = hub.writes.changeset(byPlace, () -> true);
        // Then
        assertThat(join(set)).hasSize(2);
    }

    private List<CompletableFuture<List<RowResult>>> occupy() {
        return IntStream.range(0, 4)
                .mapToObj(i -> orderWithLines("busy-" + i, "Order"))
                .toList();
    }

    private CompletableFuture<List<RowResult>> orderWithLines(String number, String name) {
        List<RowChange> changes = new ArrayList<>();
        changes.add(RowChange.upsert(order(number), columns("name", name), Map.of()));
        for (int i = 1; i <= LINES; i++) {
            changes.add(RowChange.upsert(
                    line(number + "-" + i),
                    columns("productdescription", "Kettle"),
                    Map.of("salesorderid", order(number))));
        }
        return hub.writes.changeset(changes, () -> true);
    }

    private static RowRef line(String id) {
        return RowRef.byKey("salesorderdetails", Map.of("hub_externalid", id));
    }
}
