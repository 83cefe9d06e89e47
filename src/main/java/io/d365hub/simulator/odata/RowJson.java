package io.d365hub.simulator.odata;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.NavigationProperty;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.RelatedRows;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredImage;
import java.io.IOException;
import java.math.BigDecimal;

/** Writes rows as the answers show them. One for each request. */
public final class RowJson {

    private static final String FORMATTED = "OData.Community.Display.V1.FormattedValue";
    private static final String LOOKUP_TABLE = "Microsoft.Dynamics.CRM.lookuplogicalname";
    private static final String LOOKUP_PROPERTY = "Microsoft.Dynamics.CRM.associatednavigationproperty";

    private final Database database;
    private final String serviceRoot;
    private final FormattedValues formatted;
    private final boolean withFormatted;
    private final boolean withLookupTable;
    private final boolean withLookupProperty;

    /** {@code serviceRoot} is the absolute URL that links begin with. */
    public RowJson(Database database, Preferences preferences, String serviceRoot) {
        this.database = database;
        this.serviceRoot = serviceRoot;
        this.formatted = new FormattedValues(database);
        this.withFormatted = preferences.wants(FORMATTED);
        this.withLookupTable = preferences.wants(LOOKUP_TABLE);
        this.withLookupProperty = preferences.wants(LOOKUP_PROPERTY);
    }

    /** Writes a whole answer with one row. */
    public byte[] entity(Selection selection, Row row) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField(
                    "@odata.context",
                    serviceRoot + "$metadata#" + selection.table().entitySetName()
                            + (selection.context() == null ? "" : "(" + selection.context() + ")") + "/$entity");
            members(json, selection, row);
            json.writeEndObject();
        });
    }

    /** Writes a row as one object of a collection. */
    public void item(JsonGenerator json, Selection selection, Row row) throws IOException {
        json.writeStartObject();
        members(json, selection, row);
        json.writeEndObject();
    }

    private void members(JsonGenerator json, Selection selection, Row row) throws IOException {
        json.writeStringField("@odata.etag", row.etag());
        for (ColumnDefinition column : selection.columns()) {
            property(json, column.propertyName(), selection.table(), row, column, row.value(column));
        }
        for (Expansion expansion : selection.expansions()) {
            json.writeFieldName(expansion.name());
            if (expansion instanceof Expansion.OfLookup lookup) {
                lookup(json, lookup, row);
            } else if (expansion instanceof Expansion.OfReference reference) {
                reference(json, reference, row);
            } else if (expansion instanceof Expansion.OfCollection collection) {
                collection(json, collection, selection.table(), row);
            }
        }
    }

    /** Writes a number that was calculated from a column, with its text when texts are wanted. */
    public void calculated(JsonGenerator json, String name, Object value) throws IOException {
        String text = withFormatted ? FormattedValues.ofNumber(value) : null;
        if (text != null) {
            json.writeStringField(name + "@" + FORMATTED, text);
        }
        json.writeFieldName(name);
        value(json, value);
    }

    /**
     * Writes a column's value with its annotations.
     *
     * @param name what the answer calls it
     * @param row the row that the value was taken from, for the currency of money; null when there is no single one
     */
    public void property(
            JsonGenerator json, String name, TableDefinition table, Row row, ColumnDefinition column, Object value)
            throws IOException {
        if (value instanceof Reference reference) {
            if (withLookupProperty) {
                json.writeStringField(
                        name + "@" + LOOKUP_PROPERTY,
                        column.target(reference.table())
                                .map(NavigationProperty::name)
                                .orElse(column.logicalName()));
            }
            if (withLookupTable) {
                json.writeStringField(name + "@" + LOOKUP_TABLE, reference.table());
            }
        }
        String text = withFormatted ? formatted.of(table, row, column, value) : null;
        if (text != null) {
            json.writeStringField(name + "@" + FORMATTED, text);
        }
        json.writeFieldName(name);
        value(json, value);
    }

    private void lookup(JsonGenerator json, Expansion.OfLookup expansion, Row row) throws IOException {
        Row nested = follow(expansion.navigation(), row);
        if (nested == null || !expansion.filter().test(nested)) {
            json.writeNull();
        } else {
            item(json, expansion.selection(), nested);
        }
    }

    private void reference(JsonGenerator json, Expansion.OfReference expansion, Row row) throws IOException {
        Row nested = follow(expansion.navigation(), row);
        if (nested == null) {
            json.writeNull();
        } else {
            reference(
                    json,
                    database.model().table(expansion.navigation().property().target()),
                    nested);
        }
    }

    /** Writes an object that holds the URL of a row and nothing else. */
    public void reference(JsonGenerator json, TableDefinition table, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField(
                "@odata.id", serviceRoot + RowAddress.of(table, row.id()).url());
        json.writeEndObject();
    }

    private void collection(JsonGenerator json, Expansion.OfCollection expansion, TableDefinition table, Row row)
            throws IOException {
        RowQuery.Page page = expansion.query().page(new RelatedRows(database, expansion.collection(), row.id()));
        json.writeStartArray();
        for (Row nested : page.rows()) {
            item(json, expansion.selection(), nested);
        }
        json.writeEndArray();
        String path = RowAddress.of(table, row.id()).url() + "/" + expansion.name();
        if (!expansion.paged()) {
            // It leads to these rows again, as the service's does.
            json.writeStringField(
                    expansion.name() + "@odata.nextLink",
                    serviceRoot + expansion.query().sameLink(path));
        } else if (page.token() != null) {
            json.writeStringField(
                    expansion.name() + "@odata.nextLink",
                    serviceRoot + expansion.query().nextLink(path, page.token()));
        }
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
        } else if (value instanceof StoredImage image) {
            json.writeBinary(image.thumbnail());
        } else {
            json.writeString(value.toString());
        }
    }
}
