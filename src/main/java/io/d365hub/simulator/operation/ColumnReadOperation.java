package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.store.Row;

/** {@code GET set(key)/column}: one value. */
final class ColumnReadOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final RowAddress address;
    private final ColumnDefinition column;

    ColumnReadOperation(Environment environment, ApiRequest request, RowAddress address, ColumnDefinition column) {
        this.environment = environment;
        this.request = request;
        this.address = address;
        this.column = column;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.RETRIEVE;
    }

    @Override
    public boolean mentions(String text) {
        return address.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        Row row = Rows.find(environment, address);
        if (row == null) {
            throw address.notFound();
        }
        Object value = row.value(column);
        if (value == null) {
            return new Answer(204);
        }
        String context = request.serviceRoot() + "$metadata#"
                + RowAddress.of(address.table(), row.id()).url() + "/" + column.propertyName();
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", context);
            json.writeFieldName("value");
            RowJson.value(json, value);
            json.writeEndObject();
        }));
    }
}
