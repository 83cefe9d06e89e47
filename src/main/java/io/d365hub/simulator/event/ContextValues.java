package io.d365hub.simulator.event;

import com.fasterxml.jackson.core.JsonGenerator;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.StoredImage;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Writes values as .NET's {@code DataContractJsonSerializer} writes those of the SDK. */
final class ContextValues {

    private static final String CONTRACTS = "http://schemas.microsoft.com/xrm/2011/Contracts";

    private ContextValues() {}

    /** Writes the first member of an object whose declared type is abstract. */
    static void type(JsonGenerator json, String name) throws IOException {
        json.writeStringField("__type", name + ":" + CONTRACTS);
    }

    static void value(JsonGenerator json, ColumnDefinition column, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Reference reference) {
            reference(json, true, reference, null);
        } else if (column.type() == ColumnType.MONEY) {
            wrapped(json, "Money", (BigDecimal) value);
        } else if (column.type().isChoice()) {
            wrapped(json, "OptionSetValue", new BigDecimal((Integer) value));
        } else if (column.type() == ColumnType.CHOICES) {
            json.writeStartArray();
            for (String choice : ((String) value).split(",", -1)) {
                wrapped(json, "OptionSetValue", new BigDecimal(choice.strip()));
            }
            json.writeEndArray();
        } else if (value instanceof StoredImage image) {
            json.writeStartArray();
            for (byte one : image.thumbnail()) {
                json.writeNumber(one & 0xff);
            }
            json.writeEndArray();
        } else if (value instanceof Instant instant) {
            json.writeString(date(instant, true));
        } else if (value instanceof LocalDate day) {
            json.writeString(date(day.atStartOfDay(ZoneOffset.UTC).toInstant(), false));
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Integer || value instanceof Long) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }

    static void wrapped(JsonGenerator json, String type, BigDecimal value) throws IOException {
        json.writeStartObject();
        type(json, type);
        json.writeNumberField("Value", plain(value));
        json.writeEndObject();
    }

    /** .NET writes 50000 where the store keeps 50000.0000. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The suffix appears when .NET does not know that a time is in UTC. */
    static String date(Instant instant, boolean utc) {
        return "/Date(" + instant.toEpochMilli() + (utc ? "" : "+0000") + ")/";
    }

    static void reference(JsonGenerator json, boolean typed, Reference reference, String name) throws IOException {
        json.writeStartObject();
        if (typed) {
            type(json, "EntityReference");
        }
        json.writeStringField("Id", reference.id().toString());
        emptyArray(json, "KeyAttributes");
        json.writeStringField("LogicalName", reference.table());
        json.writeStringField("Name", name);
        json.writeNullField("RowVersion");
        json.writeEndObject();
    }

    /** {@code "name": [{"key": ..., "value": ...}]} with one text. */
    static void pair(JsonGenerator json, String key, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeStringField("value", value);
        json.writeEndObject();
    }

    /** {@code {"key": ..., "value":}}: the value is to be written, and the object to be ended. */
    static void startPair(JsonGenerator json, String key) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeFieldName("value");
    }

    /** Starts an {@code EntityCollection}; its entities follow. */
    static void startCollection(JsonGenerator json) throws IOException {
        json.writeStartObject();
        type(json, "EntityCollection");
        json.writeArrayFieldStart("Entities");
    }

    static void endCollection(JsonGenerator json, String table) throws IOException {
        json.writeEndArray();
        json.writeStringField("EntityName", table);
        json.writeNullField("MinActiveRowVersion");
        json.writeBooleanField("MoreRecords", false);
        json.writeNullField("PagingCookie");
        json.writeNumberField("TotalRecordCount", 0);
        json.writeBooleanField("TotalRecordCountLimitExceeded", false);
        json.writeEndObject();
    }

    static void emptyArray(JsonGenerator json, String name) throws IOException {
        json.writeArrayFieldStart(name);
        json.writeEndArray();
    }

    static void references(JsonGenerator json, List<Reference> references) throws IOException {
        json.writeStartArray();
        for (Reference reference : references) {
            reference(json, true, reference, null);
        }
        json.writeEndArray();
    }

    static String text(UUID id) {
        return id == null ? null : id.toString();
    }
}
