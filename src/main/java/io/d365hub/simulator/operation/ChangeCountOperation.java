package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowQuery;
import io.d365hub.simulator.tracking.DeltaQuery;

/** {@code GET set/$count?$deltatoken=...}: how many rows were written or deleted since. */
final class ChangeCountOperation implements Operation {

    private final DeltaQuery changes;

    ChangeCountOperation(Environment environment, TableDefinition table, QueryOptions options) {
        ChangesOperation.refuseUnsupported(options);
        this.changes = ChangesOperation.delta(environment, table, options);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.CHANGES;
    }

    @Override
    public Answer run(Execution execution) {
        return CountOperation.answer(changes.count(RowQuery.GREATEST_COUNT));
    }
}
