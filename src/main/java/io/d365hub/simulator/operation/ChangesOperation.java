package io.d365hub.simulator.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.RowQuery;
import io.d365hub.simulator.odata.Selection;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.tracking.ChangePage;
import io.d365hub.simulator.tracking.DeltaQuery;
import io.d365hub.simulator.tracking.InitialLoad;
import io.d365hub.simulator.tracking.TrackedRows;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** {@code GET set} with change tracking: a page of the initial load, or of what follows a delta token. */
final class ChangesOperation implements Operation {

    private static final List<String> REFUSED =
            List.of("$filter", "$orderby", "$expand", "$top", "$apply", "fetchXml", "savedQuery", "userQuery", "sql");

    private final Environment environment;
    private final ApiRequest request;
    private final QueryOptions options;
    private final Selection selection;
    private final boolean delta;
    private final TrackedRows rows;

    ChangesOperation(Environment environment, ApiRequest request, TableDefinition table) {
        this.environment = environment;
        this.request = request;
        this.options = QueryOptions.parse(request.query());
        refuseUnsupported(options);
        this.selection = Selection.parse(table, options.get("$select"), List.of());
        this.delta = options.has("$deltatoken");
        this.rows = delta
                ? delta(environment, table, options)
                : new InitialLoad(
                        environment.changes(),
                        environment.database(),
                        table,
                        options.get("$skiptoken"),
                        environment.dialect().initialLoadIsTracking());
    }

    /** Whether the request is one of change tracking: by its preference, by its token, or by being a further page. */
    static boolean isAskedBy(ApiRequest request, QueryOptions options) {
        String skipToken = options.get("$skiptoken");
        return request.preferences().trackChanges()
                || options.has("$deltatoken")
                || (skipToken != null && InitialLoad.isContinuedBy(skipToken));
    }

    static DeltaQuery delta(Environment environment, TableDefinition table, QueryOptions options) {
        return new DeltaQuery(
                environment.changes(),
                environment.database(),
                table,
                options.get("$deltatoken"),
                options.get("$skiptoken"));
    }

    static void refuseUnsupported(QueryOptions options) {
        for (String name : REFUSED) {
            if (options.has(name)) {
                throw new ApiError(
                        ErrorCode.MALFORMED_REQUEST,
                        "The \"" + name + "\" query parameter isn't supported when Change Tracking is enabled.");
            }
        }
    }

    @Override
    public OperationKind kind() {
        return OperationKind.CHANGES;
    }

    @Override
    public Answer run(Execution execution) {
        Preferences preferences = request.preferences();
        int size = preferences.maxPageSize() > 0 ? preferences.maxPageSize() : Preferences.GREATEST_PAGE;
        ChangePage page = rows.page(size);
        return Answer.json(200, Json.write(json -> body(json, page)))
                .header("Preference-Applied", preferences.trackChanges() ? "odata.track-changes" : null)
                .header("Preference-Applied", preferences.applied(false, true));
    }

    private void body(JsonGenerator json, ChangePage page) throws IOException {
        json.writeStartObject();
        String context =
                request.serviceRoot() + "$metadata#" + selection.table().entitySetName();
        json.writeStringField(
                "@odata.context",
                context
                        + (selection.context() == null ? "" : "(" + selection.context() + ")")
                        + (delta ? "/$delta" : ""));
        if (page.nextDeltaToken() != null) {
            json.writeStringField(
                    "@odata.deltaLink", link("$deltatoken", page.nextDeltaToken(), List.of("$skiptoken")));
        }
        new CountAnnotations(environment.model(), request.preferences()).write(json, options.count() ? count() : -1);
        if (!(delta && page.isEmpty() && environment.dialect().emptyDeltaWithoutValue())) {
            json.writeArrayFieldStart("value");
            RowJson rowJson = new RowJson(environment.database(), request.preferences(), request.serviceRoot());
            for (Row row : page.written()) {
                rowJson.item(json, selection, row);
            }
            for (UUID id : page.deleted()) {
                json.writeStartObject();
                json.writeStringField("@odata.context", context + "/$deletedEntity");
                json.writeStringField("id", id.toString());
                json.writeStringField("reason", "deleted");
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (page.nextSkipToken() != null) {
            json.writeStringField("@odata.nextLink", link("$skiptoken", page.nextSkipToken(), List.of()));
        }
        json.writeEndObject();
    }

    private int count() {
        return rows instanceof DeltaQuery changes
                ? changes.count(RowQuery.GREATEST_COUNT + 1)
                : (int) Math.min(environment.database().table(selection.table()).size(), RowQuery.GREATEST_COUNT + 1);
    }

    private String link(String option, String value, List<String> dropped) {
        String kept = options.without(option, dropped);
        return request.serviceRoot() + selection.table().entitySetName() + "?" + kept + (kept.isEmpty() ? "" : "&")
                + option + "=" + value;
    }
}
