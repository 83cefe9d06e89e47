package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;

/** {@code POST set}: creates a row. */
final class CreateOperation implements Operation {

    private final ApiRequest request;
    private final TableDefinition table;
    private final RowInput input;
    private final WriteAnswers answers;

    CreateOperation(Environment environment, ApiRequest request, TableDefinition table) {
        this.request = request;
        this.table = table;
        this.answers = new WriteAnswers(environment, request, table, true);
        this.input = environment.reader().read(table, request.body());
    }

    @Override
    public OperationKind kind() {
        return OperationKind.CREATE;
    }

    @Override
    public int rows() {
        return input.rows();
    }

    @Override
    public boolean mentions(String text) {
        return input.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        Row row = execution.write(
                transaction -> new RowWriter(execution, transaction, request.caller()).create(table, input, null));
        return answers.created(row, RowAddress.of(table, row.id()));
    }
}
