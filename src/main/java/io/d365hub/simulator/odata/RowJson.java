package io.d365hub.simulator.odata;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Row;
import java.io.IOException;
import java.math.BigDecimal;

/** Writes rows as the answers show them. One for each request. */
public final class RowJson {

    private static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";
    private static final String LOOKUP_TABLE = "Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final String LOOKUP_PROPERTY = "Microsoft.Dynamics.CRM.associatednavigationproperty";

    private final Database database;
    private final FormattedValues formatted;
    private final boolean withFormatted;
    private final boolean withLookupTable;
    private final boolean withLookupProperty;

    public RowJson(Database database, Preferences preferences) {
        this.database = database;
        this.formatted = new FormattedValues(database);
        this.withFormatted = preferences.wants(FORMATTED);
        this.withLookupTable = preferences.wants(LOOKUP_TABLE);
        this.withLookupProperty = preferences.wants(LOOKUP_PROPERTY);
    }

    /** Writes a whole answer with one row. */
    public byte[] entity(String serviceRoot, Selection selection, Row row) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context",
                    serviceRoot + "$metadata#" + selection.table().entitySetName()
                            + (selection.context() == null ? "" : "(" + selection.context() + ")") + "/$entity");
            members(json, selection, row, true);
            json.writeEndObject();
        });
    }

    /** Writes a row as one object of a collection. */
    public void item(JsonGenerator json, Selection selection, Row row) throws IOException {
        json.writeStartObject();
        members(json, selection, row, true);
        json.writeEndObject();
    }

    private void members(JsonGenerator json, Selection selection, Row row, boolean etag) throws IOException {
        if (etag) {
            json.writeStringField("@odata.etag", row.etag());
        }
        for (ColumnDefinition column : selection.columns()) {
            Object value = row.value(column);
            annotations(json, selection.table(), row, column, value);
            json.writeFieldName(column.propertyName());
            value(json, value);
        }
        for (Selection.Expansion expansion : selection.expansions()) {
            expansion(json, expansion, row);
        }
    }

    private void annotations(JsonGenerator json, TableDefinition table, Row row, ColumnDefinition column, Object value)
            throws IOException {
        if (value instanceof Reference reference) {
            if (withLookupProperty) {
                json.writeStringField(
                        column.propertyName() + "@" + LOOKUP_PROPERTY,
                        column.target(reference.table())
                                .map(NavigationProperty::name)
                                .orElse(column.logicalName()));
            }
            if (withLookupTable) {
                json.writeStringField(column.propertyName() + "@" + LOOKUP_TABLE, reference.table());
            }
        }
        String text = withFormatted ? formatted.of(table, row, column, value) : null;
        if (text != null) {
            json.writeStringField(column.propertyName() + "@" + FORMATTED, text);
        }
    }

    private void expansion(JsonGenerator json, Selection.Expansion expansion, Row row) throws IOException {
        json.writeFieldName(expansion.navigation().property().name());
        Row nested = follow(expansion.navigation(), row);
        if (nested == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        members(json, expansion.selection(), nested, true);
        json.writeEndObject();
    }

    /** The row that a navigation property leads to, or null. */
    public Row follow(TableDefinition.Navigation navigation, Row row) {
        return row.value(navigation.column()) instanceof Reference reference
                        && reference.table().equals(navigation.property().target())
                ? database.table(database.model().table(reference.table())).find(reference.id())
                : null;
    }

    /** Writes one column value. */
    public static void value(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Reference reference) {
            json.writeString(reference.id().toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
