package io.d365hub.simulator.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.PayloadError;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * {@code POST BulkDelete}: deletes the rows that its queries find, and answers with a system job, which is done already.
 * A query is a table with conditions {@code In} and {@code Equal}, all of which must hold.
 */
final class BulkDeleteOperation implements Operation {

    static final String NAME = "BulkDelete";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COMPLETED = 3;
    private static final int SUCCEEDED = 30;

    private final ApiRequest request;
    private final String jobName;
    private final List<Query> queries = new ArrayList<>();

    /** The rows of one table to delete. */
    private record Query(TableDefinition table, List<Condition> conditions) {}

    /** A column must have one of these values, as texts in lower case. */
    private record Condition(ColumnDefinition column, Set<String> values) {

        boolean holds(Row row) {
            Object value = row.value(column);
            return value != null && values.contains(Values.text(value).toLowerCase(Locale.ROOT));
        }
    }

    BulkDeleteOperation(Environment environment, ApiRequest request) {
        this.request = request;
        JsonNode body;
        try {
            body = JSON.readTree(request.body());
        } catch (IOException e) {
            throw PayloadError.of(null, "Invalid JSON. The payload could not be read.");
        }
        this.jobName = body.path("JobName").asText(NAME);
        if (!body.path("QuerySet").isArray() || body.path("QuerySet").isEmpty()) {
            throw PayloadError.of(null, "The payload has no array 'QuerySet'.");
        }
        body.path("QuerySet").forEach(query -> queries.add(query(environment, query)));
    }

    private static Query query(Environment environment, JsonNode query) {
        String name = query.path("EntityName").asText();
        TableDefinition table = environment.model().byLogicalName(name).orElseThrow(() -> ApiError.noSegment(name));
        if (!query.path("Criteria").path("Filters").isEmpty()) {
            throw ApiError.notSimulated("nested filters in " + NAME);
        }
        List<Condition> conditions = new ArrayList<>();
        query.path("Criteria").path("Conditions").forEach(condition -> conditions.add(condition(table, condition)));
        return new Query(table, conditions);
    }

    private static Condition condition(TableDefinition table, JsonNode condition) {
        String name = condition.path("AttributeName").asText();
        String operator = condition.path("Operator").asText();
        ColumnDefinition column = table.column(name);
        if (column == null) {
            throw ApiError.noProperty(name, table.typeName());
        }
        if (!operator.equals("In") && !operator.equals("Equal")) {
            throw ApiError.notSimulated("the operator '" + operator + "' in " + NAME);
        }
        Set<String> values = StreamSupport.stream(condition.path("Values").spliterator(), false)
                .map(value -> value.path("Value").asText().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Condition(column, values);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.DELETE;
    }

    @Override
    public boolean mentions(String text) {
        return new String(request.body(), java.nio.charset.StandardCharsets.UTF_8).contains(text);
    }

    @Override
    public Answer run(Execution execution) {
        UUID job = execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, request.caller());
            RowDeletion deletion = new RowDeletion(transaction, writer);
            for (Query query : queries) {
                for (Row row : found(execution.environment(), query)) {
                    if (transaction.find(query.table(), row.id()) != null) {
                        deletion.delete(query.table(), row);
                    }
                }
            }
            return job(execution.environment(), transaction, writer);
        });
        return Answer.json(200, Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context", request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + NAME + "Response");
            json.writeStringField("JobId", job.toString());
            json.writeEndObject();
        }));
    }

    private static List<Row> found(Environment environment, Query query) {
        List<Row> rows = new ArrayList<>();
        for (Row row : environment.database().table(query.table()).rows()) {
            if (query.conditions().stream().allMatch(condition -> condition.holds(row))) {
                rows.add(row);
            }
        }
        return rows;
    }

    private UUID job(Environment environment, Transaction transaction, RowWriter writer) {
        TableDefinition jobs = environment.model().table("asyncoperation");
        Object[] values = new Object[jobs.width()];
        values[0] = transaction.database().newId();
        values[jobs.column("name").ordinal()] = jobName;
        values[jobs.column("operationtype").ordinal()] = 13;
        values[jobs.column("statecode").ordinal()] = COMPLETED;
        values[jobs.column("statuscode").ordinal()] = SUCCEEDED;
        return writer.put(jobs, values).id();
    }
}
