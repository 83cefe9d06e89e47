package io.d365hub.simulator.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.fetch.FetchColumn;
import io.d365hub.simulator.fetch.FetchPage;
import io.d365hub.simulator.fetch.FetchQuery;
import io.d365hub.simulator.fetch.FetchRow;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.CookieEnvelope;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.QueryOptions;
import io.d365hub.simulator.odata.RowJson;
import io.d365hub.simulator.odata.RowQuery;
import io.d365hub.simulator.store.Row;
import java.io.IOException;
import java.util.stream.Collectors;

/** {@code GET set?fetchXml=...}, and the stored queries behind {@code savedQuery} and {@code userQuery}. */
final class FetchOperation implements Operation {

    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Environment environment;
    private final ApiRequest request;
    private final QueryOptions options;
    private final FetchQuery query;
    private final boolean stored;

    FetchOperation(Environment environment, ApiRequest request, TableDefinition table, QueryOptions options) {
        this.environment = environment;
        this.request = request;
        this.options = options;
        this.stored = !options.has("fetchXml");
        String xml = stored ? StoredQueries.find(environment, options) : options.get("fetchXml");
        this.query = new FetchQuery(
                xml,
                environment.queryContext(request.caller()),
                options.get("$skiptoken"),
                request.preferences().maxPageSize());
        if (!query.table().logicalName().equals(table.logicalName())) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "The entity '" + query.table().logicalName() + "' of the query does not belong to the entity set '"
                            + table.entitySetName() + "'.");
        }
    }

    /** Whether the request carries such a query. */
    static boolean isAskedBy(QueryOptions options) {
        return options.has("fetchXml") || StoredQueries.isAskedBy(options);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.QUERY;
    }

    @Override
    public Answer run(Execution execution) {
        FetchPage page = query.page(RowQuery.GREATEST_COUNT + 1);
        return Answer.json(200, Json.write(json -> body(json, page)))
                .header("Preference-Applied", request.preferences().applied(false, true));
    }

    private void body(JsonGenerator json, FetchPage page) throws IOException {
        json.writeStartObject();
        json.writeStringField(
                "@odata.context",
                request.serviceRoot() + "$metadata#" + query.table().entitySetName()
                        + query.columns().stream().map(FetchColumn::name).collect(Collectors.joining(",", "(", ")")));
        new CountAnnotations(environment.model(), request.preferences()).writeCounted(json, page.total());
        String cookie =
                page.cookie() == null ? null : new CookieEnvelope(page.number() + 1, page.cookie(), false).text();
        if (cookie != null && request.preferences().wants(NAMESPACE + "fetchxmlpagingcookie")) {
            json.writeStringField("@" + NAMESPACE + "fetchxmlpagingcookie", cookie);
        }
        if (request.preferences().wants(NAMESPACE + "morerecords")) {
            json.writeBooleanField("@" + NAMESPACE + "morerecords", page.more());
        }
        json.writeArrayFieldStart("value");
        RowJson rows = new RowJson(environment.database(), request.preferences(), request.serviceRoot());
        for (FetchRow row : page.rows()) {
            json.writeStartObject();
            if (row.joined() == null) {
                sums(json, rows, row);
            } else {
                row(json, rows, row.joined());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        if (stored && cookie != null) {
            String kept = options.withoutSkipToken();
            json.writeStringField(
                    "@odata.nextLink",
                    request.serviceRoot() + query.table().entitySetName() + "?" + kept + "&$skiptoken="
                            + new CookieEnvelope(page.number() + 1, page.cookie(), false).forUrl());
        }
        json.writeEndObject();
    }

    /** Empty columns are left out, unlike in OData queries. */
    private void row(JsonGenerator json, RowJson rows, Row[] joined) throws IOException {
        if (query.hasWholeRows()) {
            json.writeStringField("@odata.etag", joined[0].etag());
        }
        for (FetchColumn column : query.columns()) {
            Row row = column.row(joined);
            if (row != null && row.value(column.column()) != null) {
                rows.property(json, column.name(), column.table(), row, column.column(), row.value(column.column()));
            }
        }
    }

    private void sums(JsonGenerator json, RowJson rows, FetchRow row) throws IOException {
        for (int i = 0; i < query.columns().size(); i++) {
            FetchColumn column = query.columns().get(i);
            Object value = row.values().get(i);
            if (value != null) {
                if (column.keepsType()) {
                    rows.property(json, column.name(), column.table(), null, column.column(), value);
                } else {
                    rows.calculated(json, column.name(), value);
                }
            }
        }
    }
}
