package io.d365hub.simulator.odata;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.d365hub.simulator.model.CollectionProperty;
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

    /** The row in {@code {"Target": {...}}}; it must name its type. */
    public RowInput readTarget(TableDefinition table, byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT
                    || !"Target".equals(json.nextFieldName())
                    || json.nextToken() != JsonToken.START_OBJECT) {
                throw PayloadError.of(table, "The payload has no object 'Target'.");
            }
            RowInput row = readObject(json, table, true);
            if (json.nextToken() != JsonToken.END_OBJECT) {
                throw PayloadError.of(table, "The payload has more than 'Target'.");
            }
            return row;
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

    /** The URL in {@code {"@odata.id": ...}}, the body of an association. */
    public String readReference(TableDefinition table, byte[] body) {
        try (JsonParser json = Json.parser(body)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("@odata.id")) {
                        return json.getText();
                    }
                    json.skipChildren();
                }
            }
            throw PayloadError.of(table, "The payload has no property '@odata.id'.");
        } catch (JsonProcessingException e) {
            throw PayloadError.notJson(table, e);
        } catch (IOException e) {
            throw PayloadError.of(table, "The payload could not be read.");
        }
    }

    /** What a reference says about a lookup: the row of its URL, or of {@code $1} in a changeset. */
    public Binding binding(TableDefinition.Navigation navigation, String reference) {
        return bindings.parse(navigation, reference);
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
                readNavigation(json, token, table, name, row);
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
        if (navigation == null && token == JsonToken.START_ARRAY) {
            readBindings(json, table, name, row);
        } else if (navigation == null) {
            throw PayloadError.undeclared(table, name, true);
        } else if (token == JsonToken.VALUE_NULL) {
            row.add(new Binding(navigation, null, null));
        } else if (token == JsonToken.VALUE_STRING) {
            row.add(bindings.parse(navigation, json.getText()));
        } else {
            throw PayloadError.of(table, "The value of '" + name + BIND + "' is not a URL.");
        }
    }

    private void readNavigation(JsonParser json, JsonToken token, TableDefinition table, String name, RowInput row)
            throws IOException {
        TableDefinition.Navigation navigation = table.navigation(name);
        if (navigation != null && token == JsonToken.VALUE_NULL) {
            row.add(new Binding(navigation, null, null));
        } else if (navigation != null && token == JsonToken.START_OBJECT) {
            TableDefinition target = model.table(navigation.property().target());
            row.add(new Nested.Target(navigation, target, readObject(json, target, false)));
        } else if (navigation == null && token == JsonToken.START_ARRAY) {
            CollectionProperty collection = collection(table, name, false);
            row.add(new Nested.Members(collection, readMembers(json, collection), List.of()));
        } else {
            throw PayloadError.undeclared(table, name, false);
        }
    }

    private CollectionProperty collection(TableDefinition table, String name, boolean onlyAnnotated) {
        return model.collection(table, name).orElseThrow(() -> PayloadError.undeclared(table, name, onlyAnnotated));
    }

    private List<RowInput> readMembers(JsonParser json, CollectionProperty collection) throws IOException {
        List<RowInput> members = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            members.add(readObject(json, collection.target(), false));
        }
        requireEndOfArray(json, collection);
        return members;
    }

    private static void requireEndOfArray(JsonParser json, CollectionProperty collection) {
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw PayloadError.of(
                    collection.target(), "'" + collection.name() + "' holds something that it cannot hold.");
        }
    }

    private void readBindings(JsonParser json, TableDefinition table, String name, RowInput row) throws IOException {
        CollectionProperty collection = collection(table, name, true);
        List<String> references = new ArrayList<>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            references.add(json.getText());
        }
        requireEndOfArray(json, collection);
        row.add(new Nested.Members(collection, List.of(), references));
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
