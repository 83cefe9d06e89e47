package io.d365hub.simulator.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.CookieEnvelope;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.sql.SqlQuery;
import java.io.IOException;
import java.util.List;

/** {@code GET set?sql=SELECT...}: a page of the result of a read-only statement. */
final class SqlOperation implements Operation {

    private final Environment environment;
    private final ApiRequest request;
    private final TableDefinition table;
    private final QueryOptions options;
    private final SqlQuery query;
    private final int page;

    SqlOperation(Environment environment, ApiRequest request, TableDefinition table, QueryOptions options) {
        this.environment = environment;
        this.request = request;
        this.table = table;
        this.options = options;
        this.query = new SqlQuery(environment.database(), options.get("sql"));
        this.page = options.has("$skiptoken")
                ? CookieEnvelope.open(options.get("$skiptoken")).pageNumber()
                : 1;
        if (!query.table().logicalName().equals(table.logicalName())) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "The SQL statement reads '" + query.table().logicalName() + "', but the request goes to '"
                            + table.entitySetName() + "'.");
        }
    }

    @Override
    public OperationKind kind() {
        return OperationKind.QUERY;
    }

    @Override
    public Answer run(Execution execution) {
        List<List<Object>> rows = query.rows();
        int asked = request.preferences().maxPageSize();
        int size = asked > 0 ? asked : Preferences.GREATEST_PAGE;
        long start = Math.min((page - 1L) * size, rows.size());
        long end = Math.min(start + size, rows.size());
        List<String> names = query.names();
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("@odata.context", request.serviceRoot() + "$metadata#" + table.entitySetName());
            json.writeArrayFieldStart("value");
            for (List<Object> row : rows.subList((int) start, (int) end)) {
                row(json, names, row, environment.dialect().sqlWithoutNulls());
            }
            json.writeEndArray();
            if (end < rows.size()) {
                json.writeStringField(
                        "@odata.nextLink",
                        request.serviceRoot() + request.path() + "?" + options.withoutSkipToken() + "&$skiptoken="
                                + new CookieEnvelope(page + 1, "<cookie page=\"" + page + "\"></cookie>", false)
                                        .forUrl());
            }
            json.writeEndObject();
        });
        return Answer.json(200, body)
                .header("Preference-Applied", request.preferences().applied(false, true));
    }

    private static void row(JsonGenerator json, List<String> names, List<Object> values, boolean withoutNulls)
            throws IOException {
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
            if (values.get(i) != null || !withoutNulls) {
                json.writeFieldName(names.get(i));
                RowJson.value(json, values.get(i));
            }
        }
        json.writeEndObject();
    }
}
