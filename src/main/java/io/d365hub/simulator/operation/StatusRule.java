package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.Choice;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;

/** A status reason belongs to one state; a state that is set alone brings its default status reason. */
final class StatusRule {

    private StatusRule() {}

    static void apply(TableDefinition table, RowInput input, Object[] values, Row before) {
        ColumnDefinition state = table.column("statecode");
        if (state == null) {
            return;
        }
        ColumnDefinition status = table.column("statuscode");
        if (before == null && values[state.ordinal()] == null) {
            values[state.ordinal()] = state.choices().get(0).value();
        }
        boolean stateChanges = before == null || !values[state.ordinal()].equals(before.value(state));
        if (values[status.ordinal()] == null || (stateChanges && !input.has(status))) {
            values[status.ordinal()] = choice(state, values).state();
        }
        if (choice(status, values).state() != (Integer) values[state.ordinal()]) {
            throw new ApiError(
                    ErrorCode.INVALID_STATUS,
                    values[status.ordinal()] + " is not a valid status code for state code " + values[state.ordinal()]
                            + " on " + table.logicalName() + " with Id " + values[0] + ".");
        }
    }

    private static Choice choice(ColumnDefinition column, Object[] values) {
        return column.choice((Integer) values[column.ordinal()]).orElseThrow();
    }
}
