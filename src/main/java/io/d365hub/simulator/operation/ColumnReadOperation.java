package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Row;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code GET set(key)/column} and {@code GET set(key)/lookup/column}: one value, as JSON or, with {@code /$value}, bare. */
final class ColumnReadOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final RowLocation location;
    private final ColumnDefinition column;
    private final boolean bare;

    ColumnReadOperation(Environment environment, ApiRequest request, RowLocation location, ColumnDefinition column) {
        this(environment, request, location, column, false);
    }

    ColumnReadOperation(
            Environment environment, ApiRequest request, RowLocation location, ColumnDefinition column, boolean bare) {
        this.environment = environment;
        this.request = request;
        this.location = location;
        this.column = column;
        this.bare = bare;
    }

    @Override
    public OperationKind kind() {
        return OperationKind.RETRIEVE;
    }

    @Override
    public boolean mentions(String text) {
        return location.mentions(text);
    }

    @Override
    public Answer run(Execution execution) {
        Optional<Row> row = location.find(environment);
        Object value = row.map(found -> found.value(column)).orElse(null);
        if (value == null) {
            return new Answer(204);
        }
        if (bare) {
            return new Answer(200).body("text/plain", Values.text(value).getBytes(StandardCharsets.UTF_8));
        }
        String context = request.serviceRoot() + "$metadata#"
                + RowAddress.of(location.table(), row.get().id()).url() + "/" + column.propertyName();
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", context);
            json.writeFieldName("value");
            RowJson.value(json, value);
            json.writeEndObject();
        }));
    }
}
