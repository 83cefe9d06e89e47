package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.ReadyRow;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One row. */
final class RowUnit extends Unit {

    private final DataverseClient client;
    private final RowChange change;
    private final ReadyRow row;
    final CompletableFuture<RowResult> result = new CompletableFuture<>();

    RowUnit(
            DataverseClient client,
            RowChange change,
            ReadyRow row,
            WriteLine line,
            BooleanSupplier wanted,
            Group group) {
        super(Set.of(RowKeys.of(change.row())), line, wanted, group);
        this.client = client;
        this.change = change;
        this.row = row;
    }

    @Override
    ReadyRow ready() {
        return row;
    }

    @Override
    CompletableFuture<PartOutcome> alone(boolean afterLoss) {
        CompletableFuture<RowResult> written =
                afterLoss ? client.joint().writeAfterLoss(change, wanted) : client.write(change, wanted);
        return Outcomes.of(written.thenApply(List::of));
    }

    @Override
    DataverseException withdrawn() {
        return change.withdrawn();
    }

    @Override
    void settle(PartOutcome outcome) {
        if (outcome.state() == PartOutcome.State.DONE) {
            result.complete(outcome.results().get(0));
        } else {
            result.completeExceptionally(outcome.failure().orElseThrow());
        }
    }
}
