package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.Selection;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;

/** Answers to creates, updates and upserts: 204, or the row when the client prefers it. */
final class WriteAnswers {

    private final Environment environment;
    private final ApiRequest request;
    private final TableDefinition table;
    private final Selection selection;

    /**
     * Reads what the client wants to get back.
     *
     * @param expanding whether {@code $expand} is honoured; on PATCH it is ignored
     */
    WriteAnswers(Environment environment, ApiRequest request, TableDefinition table, boolean expanding) {
        this.environment = environment;
        this.request = request;
        this.table = table;
        this.selection = request.preferences().representation() ? selection(expanding) : null;
    }

    private Selection selection(boolean expanding) {
        QueryOptions options = QueryOptions.parse(request.query());
        return Selections.parse(
                environment, request, table, options.get("$select"), expanding ? options.get("$expand") : null);
    }

    Answer created(Row row, RowAddress address) {
        String url = request.serviceRoot() + address.url();
        return answer(row, 201).header("Location", url).header("OData-EntityId", entityId(url));
    }

    Answer updated(Row row, RowAddress address) {
        return answer(row, 200).header("OData-EntityId", entityId(request.serviceRoot() + address.url()));
    }

    private String entityId(String url) {
        return selection == null || environment.dialect().entityIdWithBody() ? url : null;
    }

    private Answer answer(Row row, int statusWithBody) {
        Answer answer = selection == null
                ? new Answer(204)
                : Answer.json(
                                statusWithBody,
                                new RowJson(environment.database(), request.preferences(), request.serviceRoot())
                                        .entity(selection, row))
                        .header("ETag", row.etag());
        return answer.header("Preference-Applied", request.preferences().applied(true, false))
                .row(new Reference(table.logicalName(), row.id()));
    }
}
