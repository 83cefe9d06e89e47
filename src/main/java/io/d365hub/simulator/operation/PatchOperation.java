package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;

/** {@code PATCH set(key)}: an upsert, or an update when {@code If-Match} says that the row must exist. */
final class PatchOperation implements Operation {

    private final ApiRequest request;
    private final RowAddress address;
    private final Conditions conditions;
    private final RowInput input;
    private final WriteAnswers answers;

    PatchOperation(Environment environment, ApiRequest request, RowAddress address) {
        this.request = request;
        this.address = address;
        this.conditions = new Conditions(request);
        this.answers = new WriteAnswers(environment, request, address.table(), false);
        this.input = environment.reader().read(address.table(), request.body());
        if (!input.nested().isEmpty() && !environment.dialect().deepUpsert()) {
            input.refuseNested();
        }
    }

    @Override
    public OperationKind kind() {
        return conditions.onlyUpdate() ? OperationKind.UPDATE : OperationKind.UPSERT;
    }

    @Override
    public boolean mentions(String text) {
        return address.mentions(text) || input.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        return execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            Row before = writer.find(address);
            conditions.check(before, address);
            return before == null
                    ? answers.created(writer.create(address.table(), input, address), address)
                    : answers.updated(writer.update(address.table(), before, input, address), address);
        });
    }
}
