package io.d365hub.simulator.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import java.io.IOException;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** Writes rows as the SDK's {@code Entity}, members in alphabetical order. */
final class EntityWriter {

    /** No display texts. */
    static final Predicate<ColumnDefinition> NOTHING = column -> false;

    private final JsonGenerator json;

    EntityWriter(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes an entity.
     *
     * @param typed whether the place that it stands in has an abstract type
     * @param columns in the order of the table; those without a value are left out unless {@code withNulls}
     * @param formatted of which columns the display texts are told, too
     * @param version its row version, or null
     */
    void write(
            boolean typed,
            TableDefinition table,
            UUID id,
            Collection<ColumnDefinition> columns,
            Function<ColumnDefinition, Object> values,
            boolean withNulls,
            Predicate<ColumnDefinition> formatted,
            String version)
            throws IOException {
        json.writeStartObject();
        if (typed) {
            ContextValues.type(json, "Entity");
        }
        json.writeArrayFieldStart("Attributes");
        for (ColumnDefinition column : columns) {
            Object value = column.ordinal() == 0 ? id : values.apply(column);
            if (column.ordinal() != 1 && (value != null || withNulls)) {
                json.writeStartObject();
                json.writeStringField("key", column.logicalName());
                json.writeFieldName("value");
                ContextValues.value(json, column, value);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeNullField("EntityState");
        json.writeArrayFieldStart("FormattedValues");
        for (ColumnDefinition column : columns) {
            Object value = formatted.test(column) ? values.apply(column) : null;
            if (value != null && DisplayTexts.of(column, value).isPresent()) {
                ContextValues.pair(
                        json,
                        column.logicalName(),
                        DisplayTexts.of(column, value).get());
            }
        }
        json.writeEndArray();
        json.writeStringField("Id", id.toString());
        ContextValues.emptyArray(json, "KeyAttributes");
        json.writeStringField("LogicalName", table.logicalName());
        ContextValues.emptyArray(json, "RelatedEntities");
        json.writeStringField("RowVersion", version);
        json.writeEndObject();
    }
}
