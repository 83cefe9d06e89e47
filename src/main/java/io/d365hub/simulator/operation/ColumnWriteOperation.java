package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowInput;
import io.d365hub.simulator.store.Row;
import java.nio.charset.StandardCharsets;

/** {@code PUT set(key)/column} and {@code DELETE set(key)/column}: sets or clears one value of an existing row. */
final class ColumnWriteOperation implements Operation {

    private static final byte[] NULL_VALUE = "{\"value\":null}".getBytes(StandardCharsets.UTF_8);

    private final ApiRequest request;
    private final RowAddress address;
    private final RowInput input;

    ColumnWriteOperation(Environment environment, ApiRequest request, RowAddress address, ColumnDefinition column) {
        this.request = request;
        this.address = address;
        byte[] body = request.method().equals("DELETE") ? NULL_VALUE : request.body();
        this.input = environment.reader().readColumn(address.table(), column, body);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.UPDATE;
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
            new Conditions(request).check(row, address);
            writer.update(address.table(), row, input, null);
            return new Answer(204);
        });
    }
}
