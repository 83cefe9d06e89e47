package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Row;

/** {@code DELETE set(key)}. */
final class DeleteOperation implements Operation {

    private final ApiRequest request;
    private final RowAddress address;
    private final Conditions conditions;

    DeleteOperation(ApiRequest request, RowAddress address) {
        this.request = request;
        this.address = address;
        this.conditions = new Conditions(request);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.DELETE;
    }

    @Override
    public boolean mentions(String text) {
        return address.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        return execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            Row row = writer.find(address);
            if (row == null) {
                throw address.notFound();
            }
            conditions.check(row, address);
            new RowDeletion(transaction, writer).delete(address.table(), row);
            return new Answer(204);
        });
    }
}
