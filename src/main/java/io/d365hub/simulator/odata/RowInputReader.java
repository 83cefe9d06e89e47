package io.d365hub.simulator.odata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.RequiredLevel;
import io.d365hub.simulator.model.TableDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads rows out of JSON bodies and checks names, types, lengths and ranges. Thread-safe. */
public final class RowInputReader {

    private static final String BIND = "@odata.bind";

    private final DataModel model;
    private final BindingParser bindings;

    public RowInputReader(DataModel model) {
        this.model = model;
        this.bindings = new BindingParser(model);
    }

    /** The row in the body of a create, update or upsert. */
    public RowInput read(TableDefinition table, byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw PayloadError.of(
                        table, body.length == 0 ? "The payload is empty." : "The payload is not a JSON object.");
            }
            RowInput row = readObject(json, table, false);
            if (json.nextToken() != null) {
                throw PayloadError.of(table, "Text follows the JSON object.");
            }
            return row;
        } catch (JsonProcessingException e) {
            throw PayloadError.notJson(table, e);
        } catch (IOException e) {
            throw PayloadError.of(table, "The payload could not be read.");
        }
    }

    /** The rows in {@code {"Targets": [...]}}; each must name its type. */
    public List<RowInput> readTargets(TableDefinition table, byte[] body) {
        List<RowInput> rows = new ArrayList<>();
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT
                    || !"Targets".equals(json.nextFieldName())
                    || json.nextToken() != JsonToken.START_ARRAY) {
                throw PayloadError.of(table, "The payload has no array 'Targets'.");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                rows.add(readObject(json, table, true));
            }
            if (json.currentToken() != JsonToken.END_ARRAY || json.nextToken() != JsonToken.END_OBJECT) {
                throw PayloadError.of(table, "'Targets' is not an array of objects.");
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw PayloadError.notJson(table, e);
        } catch (IOException e) {
            throw PayloadError.of(table, "The payload could not be read.");
        }
    }

    /** The value in {@code {"value": ...}}, for a request that writes a single column. */
    public RowInput readColumn(TableDefinition table, ColumnDefinition column, byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT || !"value".equals(json.nextFieldName())) {
                throw PayloadError.of(table, "The payload has no property 'value'.");
            }
            json.nextToken();
            RowInput row = new RowInput();
            readColumn(json, table, column, row);
            return row;
        } catch (JsonProcessingException e) {
            throw PayloadError.notJson(table, e);
        } catch (IOException e) {
            throw PayloadError.of(table, "The payload could not be read.");
        }
    }

    /** The row that a reference in a body names. */
    public RowAddress address(String reference) {
        return bindings.address(reference);
    }

    private RowInput readObject(JsonParser json, TableDefinition table, boolean typed) throws IOException {
        RowInput row = new RowInput();
        boolean typeSeen = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            ColumnDefinition column = table.property(name);
            if (column != null) {
                readColumn(json, table, column, row);
            } else if (name.endsWith(BIND)) {
                readBinding(json, token, table, name.substring(0, name.length() - BIND.length()), row);
            } else if (name.equals("@odata.type")) {
                typeSeen = true;
                checkType(json.getText(), table);
            } else if (name.equals("@odata.id")) {
                row.odataId(json.getText());
            } else if (name.indexOf('@') >= 0) {
                json.skipChildren();
            } else {
                readNavigation(token, table, name, row);
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw PayloadError.of(table, "The payload ends within an object.");
        }
        if (typed && !typeSeen) {
            throw PayloadError.of(
                    table,
                    "An entry without a type name was found, but the expected type 'Microsoft.Dynamics.CRM.crmbaseentity'"
                            + " is not assignable without one: add '@odata.type'.");
        }
        return row;
    }

    private void readColumn(JsonParser json, TableDefinition table, ColumnDefinition column, RowInput row)
            throws IOException {
        if (!row.name(column)) {
            throw PayloadError.of(
                    table,
                    "Multiple properties with the name '" + column.propertyName() + "' were detected in a resource.");
        }
        if (column.type().isLookup()) {
            throw PayloadError.of(
                    table,
                    "CRM do not support direct update of Entity Reference properties, Use Navigation properties"
                            + " instead.");
        }
        if (!column.writable()) {
            json.skipChildren();
            return;
        }
        Object value = ValueReader.read(json, table, column);
        if (value == null && column.required() == RequiredLevel.SYSTEM_REQUIRED) {
            throw requiredMissing(table, column);
        }
        row.add(column, value);
    }

    /** The error of a column that must have a value. */
    public static ApiError requiredMissing(TableDefinition table, ColumnDefinition column) {
        return new ApiError(
                ErrorCode.REQUIRED_FIELD_MISSING,
                "Required field '" + column.logicalName() + "' of entity '" + table.logicalName() + "' is missing.");
    }

    private void readBinding(JsonParser json, JsonToken token, TableDefinition table, String name, RowInput row)
            throws IOException {
        TableDefinition.Navigation navigation = table.navigation(name);
        if (navigation == null) {
            throw PayloadError.undeclared(table, name, true);
        }
        if (token == JsonToken.VALUE_NULL) {
            row.add(new Binding(navigation, null, null));
        } else if (token == JsonToken.VALUE_STRING) {
            row.add(bindings.parse(navigation, json.getText()));
        } else {
            throw PayloadError.of(table, "The value of '" + name + BIND + "' is not a URL.");
        }
    }

    private static void readNavigation(JsonToken token, TableDefinition table, String name, RowInput row) {
        TableDefinition.Navigation navigation = table.navigation(name);
        boolean nested = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
        if (navigation == null || (!nested && token != JsonToken.VALUE_NULL)) {
            throw PayloadError.undeclared(table, name, false);
        }
        if (nested) {
            throw ApiError.notSimulated("deep insert ('" + name + "')");
        }
        row.add(new Binding(navigation, null, null));
    }

    private void checkType(String type, TableDefinition table) {
        String name = type.startsWith("#") ? type.substring(1) : type;
        if (!name.equals(table.typeName())
                && model.byLogicalName(name.replace("Microsoft.Dynamics.CRM.", ""))
                        .isEmpty()) {
            throw PayloadError.of(table, "A type named '" + name + "' could not be resolved by the model.");
        }
    }
}
