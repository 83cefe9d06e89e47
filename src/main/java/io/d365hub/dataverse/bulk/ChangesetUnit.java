package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.ReadyChangeset;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The rows of one transaction. */
final class ChangesetUnit extends Unit {

    private final DataverseClient client;
    private final List<RowChange> changes;
    private final ReadyChangeset set;
    final CompletableFuture<List<RowResult>> result = new CompletableFuture<>();

    ChangesetUnit(
            DataverseClient client,
            List<RowChange> changes,
            ReadyChangeset set,
            WriteLine line,
            BooleanSupplier wanted,
            Group group) {
        super(
                changes.stream().map(change -> RowKeys.of(change.row())).collect(Collectors.toUnmodifiableSet()),
                line,
                wanted,
                group);
        this.client = client;
        this.changes = changes;
        this.set = set;
    }

    @Override
    ReadyChangeset ready() {
        return set;
    }

    @Override
    CompletableFuture<PartOutcome> alone(boolean afterLoss) {
        return Outcomes.of(
                afterLoss ? client.joint().writeAfterLoss(changes, wanted) : client.changeset(changes, wanted));
    }

    @Override
    DataverseException withdrawn() {
        return changes.get(0).withdrawn();
    }

    @Override
    void settle(PartOutcome outcome) {
        if (outcome.state() == PartOutcome.State.DONE) {
            result.complete(outcome.results());
        } else {
            result.completeExceptionally(outcome.failure().orElseThrow());
        }
    }
}
