package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.Json;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the actions on files in blocks have in common: how they name a file, and how they answer. */
final class FileAction {

    private final ApiRequest request;
    private final String name;
    private final Definition parameters;

    FileAction(ApiRequest request, String name) {
        this.request = request;
        this.name = name;
        this.parameters = Definition.parse(request.body());
    }

    /**
     * A file column of a row that is there.
     *
     * @param row as it was when the action came
     */
    record Place(RowAddress address, ColumnDefinition column, Row row) {}

    /** What {@code Target} and {@code FileAttributeName} name. */
    Place place(Environment environment) {
        Reference target = new ParameterRows(environment).reference(parameters.json("Target"));
        TableDefinition table = environment.model().table(target.table());
        RowAddress address = RowAddress.of(table, target.id());
        Row row = Rows.find(environment, address);
        if (row == null) {
            throw address.notFound();
        }
        String columnName = text("FileAttributeName");
        ColumnDefinition column = table.column(columnName);
        if (column == null || !column.type().isFile()) {
            throw Definition.invalid("The entity '" + table + "' has no file attribute '" + columnName + "'.");
        }
        return new Place(address, column, row);
    }

    String name() {
        return name;
    }

    Caller caller() {
        return request.caller();
    }

    String token() {
        return text("FileContinuationToken");
    }

    /** A text that must be there. */
    String text(String parameter) {
        return parameters.required(parameter);
    }

    /** A text, or null. */
    String optionalText(String parameter) {
        return parameters.text(parameter);
    }

    /** A whole number that must be there and not be negative. */
    long count(String parameter) {
        long count = parameters.json(parameter).asLong(-1);
        if (count < 0) {
            throw Definition.invalid("The parameter '" + parameter + "' must be a whole number from 0 on.");
        }
        return count;
    }

    List<byte[]> blockList() {
        return parameters.texts("BlockList").stream()
                .map(id -> decoded("BlockList", id))
                .toList();
    }

    /** The bytes of a text in Base64. */
    byte[] bytes(String parameter) {
        return decoded(parameter, text(parameter));
    }

    private static byte[] decoded(String parameter, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Definition.invalid("The parameter '" + parameter + "' is not in Base64.");
        }
    }

    Answer answer(Map<String, Object> members) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("@odata.context", request.serviceRoot() + "$metadata#Microsoft.Dynamics.CRM." + name + "Response");
        body.putAll(members);
        return Answer.json(200, Json.write(json -> Json.writeTree(json, body)));
    }
}
