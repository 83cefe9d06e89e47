package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Expansions;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.Selection;
import io.d365hub.simulator.store.Row;

/** {@code GET set(key)} and {@code GET set(key)/navigation}: one row, or the row that a lookup of it leads to. */
final class RetrieveOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final RowAddress address;
    private final TableDefinition.Navigation navigation;
    private final Selection selection;

    /** Retrieves the row itself when {@code navigation} is null. */
    RetrieveOperation(
            Environment environment, ApiRequest request, RowAddress address, TableDefinition.Navigation navigation) {
        this.environment = environment;
        this.request = request;
        this.address = address;
        this.navigation = navigation;
        TableDefinition table = navigation == null
                ? address.table()
                : environment.model().table(navigation.property().target());
        QueryOptions options = QueryOptions.parse(request.query());
        this.selection = Selection.parse(
                table, options.get("$select"), Expansions.parse(environment.model(), table, options.get("$expand")));
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
        RowJson json = new RowJson(environment.database(), request.preferences());
        if (navigation != null) {
            row = json.follow(navigation, row);
            if (row == null) {
                return new Answer(204);
            }
        }
        boolean conditional = selection.expansions().isEmpty()
                && request.preferences().annotations().isEmpty();
        if (conditional && row.etag().equals(request.ifNoneMatch())) {
            return new Answer(304).header("ETag", row.etag());
        }
        return Answer.json(200, json.entity(request.serviceRoot(), selection, row))
                .header("ETag", row.etag())
                .header("Preference-Applied", request.preferences().applied(false, false));
    }
}
