package io.d365hub.virtual.source.web;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.VirtualTable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Rows out of JSON and back: where each column stands, and what its values mean. Immutable, thread-safe.
 *
 * <p>A member that is missing counts as null. Numbers, truth values and texts keep their kind: a text is no number. Moments
 * are ISO 8601 with an offset; dates and times without one only where the declaration says their zone.
 */
public final class JsonColumns {

    /** Beyond these a decimal only serves to make the hub write megabytes of zeros. */
    private static final int MOST_DIGITS = 400;

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final VirtualTable table;
    private final Map<VirtualColumn, JsonPointer> pointers = new LinkedHashMap<>();
    private final Optional<ZoneId> zone;

    /**
     * The columns of a table.
     *
     * @param zone of dates and times without an offset
     * @throws IllegalArgumentException when a column's name in the source is neither a member nor a JSON Pointer
     */
    public JsonColumns(VirtualTable table, Optional<ZoneId> zone) {
        this.table = table;
        this.zone = zone;
        table.columns().forEach(column -> pointers.put(column, pointer(column.sourceName())));
    }

    /** A member's name, or a JSON Pointer when it begins with a slash. */
    public static JsonPointer pointer(String name) {
        return name.startsWith("/")
                ? JsonPointer.compile(name)
                : JsonPointer.empty().appendProperty(name);
    }

    /**
     * The row.
     *
     * @throws SourceException when it is no object, or a value does not fit its column
     */
    public TableRow row(JsonNode object, Collection<VirtualColumn> columns) throws SourceException {
        if (!object.isObject() && !object.isArray()) {
            throw SourceException.wrongData(
                    "The source of %s gave a row that is no JSON object.".formatted(table.path()));
        }
        TableRow.Builder row = TableRow.of(table);
        row.set(table.key(), value(table.key(), object));
        for (VirtualColumn column : columns) {
            if (column.ordinal() != 0) {
                row.set(column, value(column, object));
            }
        }
        return row.build();
    }

    private Object value(VirtualColumn column, JsonNode object) throws SourceException {
        JsonNode value = object.at(pointers.get(column));
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isTextual()) {
            return text(column.sourceType(), value.textValue());
        }
        if (value.isNumber()) {
            return number(column, value);
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value;
    }

    /** What a value that a program made means for a column: as its JSON would; dates of the JDK are moments. */
    @SuppressWarnings("JavaUtilDate") // Components that read databases still give them.
    public Object value(VirtualColumn column, Object value) {
        if (value instanceof String text) {
            return text(column.sourceType(), text);
        }
        return value instanceof Date date ? (Object) Instant.ofEpochMilli(date.getTime()) : value;
    }

    private Object number(VirtualColumn column, JsonNode value) throws SourceException {
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        BigDecimal number = value.decimalValue();
        if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS) {
            throw SourceException.wrongData("A value of column '%s' of %s has more than %d digits."
                    .formatted(column.name(), table.path(), MOST_DIGITS));
        }
        return number;
    }

    /** What is of another form stays a text, which the row then refuses by the column's name. */
    private Object text(ColumnType type, String text) {
        if (type == ColumnType.GUID && GUID.matcher(text).matches()) {
            return UUID.fromString(text);
        }
        return type == ColumnType.DATETIME
                ? moment(text).<Object>map(moment -> moment).orElse(text)
                : text;
    }

    private Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return zone.flatMap(in -> local(text, in));
        }
    }

    private static Optional<Instant> local(String text, ZoneId zone) {
        try {
            LocalDateTime time =
                    text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
            return Optional.of(time.atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The values as JSON, for a write. */
    public ObjectNode object(Map<VirtualColumn, Object> values) {
        ObjectNode object = Json.object();
        values.forEach((column, value) -> put(object, pointers.get(column), value));
        return object;
    }

    private static void put(ObjectNode object, JsonPointer pointer, Object value) {
        ObjectNode at = object;
        JsonPointer rest = pointer;
        while (!rest.tail().matches()) {
            at = at.withObjectProperty(rest.getMatchingProperty());
            rest = rest.tail();
        }
        boolean asText = value instanceof Instant || value instanceof UUID;
        at.set(rest.getMatchingProperty(), Json.of(asText ? value.toString() : value));
    }
}
