package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.Selection;
import io.d365hub.simulator.store.Row;
import java.util.Optional;

/** {@code GET set(key)} and {@code GET set(key)/lookup}: one row. */
final class RetrieveOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final RowLocation location;
    private final Selection selection;

    RetrieveOperation(Environment environment, ApiRequest request, RowLocation location) {
        this.environment = environment;
        this.request = request;
        this.location = location;
        QueryOptions options = QueryOptions.parse(request.query());
        this.selection = Selections.parse(
                environment, request, location.table(), options.get("$select"), options.get("$expand"));
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
        Optional<Row> found = location.find(environment);
        if (found.isEmpty()) {
            return new Answer(204);
        }
        Row row = found.get();
        boolean conditional = selection.expansions().isEmpty()
                && request.preferences().annotations().isEmpty();
        if (conditional && row.etag().equals(request.ifNoneMatch())) {
            return new Answer(304).header("ETag", row.etag());
        }
        RowJson json = new RowJson(environment.database(), request.preferences(), request.serviceRoot());
        return Answer.json(200, json.entity(selection, row))
                .header("ETag", row.etag())
                .header("Preference-Applied", request.preferences().applied(false, false));
    }
}
