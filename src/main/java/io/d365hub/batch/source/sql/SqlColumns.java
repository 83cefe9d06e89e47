package io.d365hub.batch.source.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The columns of a query and their values as JSON: decimals exactly, dates and times as ISO 8601, bytes as Base64.
 *
 * @param all in the query's order
 */
record SqlColumns(List<Column> all) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Numbers keep their digits: 1.10 stays 1.10. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final int LAST_YEAR = 9999;

    /**
     * One column.
     *
     * @param name as the database tells it
     * @param index from 1
     */
    record Column(String name, int index, ColumnKind kind, boolean nullable) {}

    static SqlColumns of(ResultSetMetaData data) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(new Column(
                    data.getColumnLabel(i),
                    i,
                    ColumnKind.of(data, i),
                    data.isNullable(i) != ResultSetMetaData.columnNoNulls));
        }
        return new SqlColumns(columns);
    }

    /** The column of this name; databases disagree on capitals. */
    Optional<Column> named(String name) {
        return all.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> all.stream()
                        .filter(column -> column.name().equalsIgnoreCase(unquoted(name)))
                        .findFirst());
    }

    private static String unquoted(String name) {
        return name.length() > 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
    }

    List<String> names() {
        return all.stream().map(Column::name).toList();
    }

    /**
     * The value of a column in the current row.
     *
     * @param zone of timestamps that have none
     * @param limit most bytes
     * @throws ValueRefusedException when JSON or the limit has no room for it
     */
    static JsonNode value(ResultSet row, Column column, Optional<ZoneId> zone, int limit) throws SQLException {
        try {
            JsonNode value = read(row, column, zone, limit);
            return value == null || row.wasNull() ? NODES.nullNode() : value;
        } catch (DateTimeException e) {
            throw new ValueRefusedException("has a time outside the years 1 to " + LAST_YEAR);
        }
    }

    private static JsonNode read(ResultSet row, Column column, Optional<ZoneId> zone, int limit) throws SQLException {
        int i = column.index();
        return switch (column.kind()) {
            case TEXT, OTHER -> text(row.getString(i), limit);
            case LONG_TEXT -> longText(row, i, limit);
            case BOOLEAN -> bool(row, i);
            case INTEGER -> NODES.numberNode(row.getLong(i));
            case DECIMAL -> decimal(row.getBigDecimal(i));
            case DOUBLE -> real(row.getDouble(i), Double.toString(row.getDouble(i)));
            case FLOAT -> real(row.getFloat(i), Float.toString(row.getFloat(i)));
            case DATE -> iso(row.getObject(i, LocalDate.class), DateTimeFormatter.ISO_LOCAL_DATE);
            case TIME -> text(row.getString(i), limit);
            case TIMESTAMP -> timestamp(row.getObject(i, LocalDateTime.class), zone);
            case TIMESTAMP_WITH_ZONE -> instant(row.getObject(i, OffsetDateTime.class));
            case BYTES -> bytes(row, i, limit);
            case ARRAY -> array(row.getArray(i));
            case JSON -> json(row.getString(i), limit);
        };
    }

    private static JsonNode text(String value, int limit) {
        if (value != null && value.length() > limit) {
            throw tooLong(limit);
        }
        return value == null ? null : NODES.textNode(value);
    }

    private static ValueRefusedException tooLong(int limit) {
        return new ValueRefusedException("has a value of more than " + limit + " bytes, the option 'valueLimit'");
    }

    /** Read as a stream, so that no more of it is held than may be. */
    private static JsonNode longText(ResultSet row, int index, int limit) throws SQLException {
        Object value = row.getObject(index);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Clob clob)) {
            return text(row.getString(index), limit);
        }
        if (clob.length() > limit) {
            throw tooLong(limit);
        }
        try (Reader reader = clob.getCharacterStream()) {
            char[] all = new char[(int) clob.length()];
            int length = 0;
            for (int n = reader.read(all, 0, all.length); n > 0; n = reader.read(all, length, all.length - length)) {
                length += n;
            }
            return NODES.textNode(new String(all, 0, length));
        } catch (IOException e) {
            throw new SQLException("A long text could not be read: " + e.getMessage(), "08006", e);
        }
    }

    /** BIT is a truth value for some databases and a string of bits for others. */
    private static JsonNode bool(ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        if (value == null) {
            return null;
        }
        return value instanceof Boolean truth ? NODES.booleanNode(truth) : NODES.textNode(row.getString(index));
    }

    private static JsonNode decimal(BigDecimal value) {
        return value == null ? null : DecimalNode.valueOf(value);
    }

    private static JsonNode real(double value, String digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new ValueRefusedException("has the value " + value + ", for which JSON has no number");
        }
        return DecimalNode.valueOf(new BigDecimal(digits));
    }

    private static JsonNode iso(Temporal value, DateTimeFormatter format) {
        if (value == null) {
            return null;
        }
        int year = value.get(ChronoField.YEAR);
        if (year < 1 || year > LAST_YEAR) {
            throw new ValueRefusedException("has a date outside the years 1 to " + LAST_YEAR);
        }
        return NODES.textNode(format.format(value));
    }

    private static JsonNode timestamp(LocalDateTime value, Optional<ZoneId> zone) {
        return value == null || zone.isEmpty()
                ? iso(value, DateTimeFormatter.ISO_LOCAL_DATE_TIME)
                : instant(value.atZone(zone.get()).toOffsetDateTime());
    }

    private static JsonNode instant(OffsetDateTime value) {
        return value == null
                ? null
                : iso(value.withOffsetSameInstant(ZoneOffset.UTC), DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    private static JsonNode bytes(ResultSet row, int index, int limit) throws SQLException {
        try (InputStream in = row.getBinaryStream(index)) {
            if (in == null) {
                return null;
            }
            byte[] value = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw tooLong(limit);
            }
            return NODES.textNode(Base64.getEncoder().encodeToString(value));
        } catch (IOException e) {
            throw new SQLException("Bytes could not be read: " + e.getMessage(), "08006", e);
        }
    }

    private static JsonNode array(Array value) throws SQLException {
        if (value == null) {
            return null;
        }
        ArrayNode array = NODES.arrayNode();
        for (Object element : (Object[]) value.getArray()) {
            array.add(element(element));
        }
        return array;
    }

    private static JsonNode element(Object element) {
        if (element == null) {
            return NODES.nullNode();
        }
        if (element instanceof BigDecimal decimal) {
            return DecimalNode.valueOf(decimal);
        }
        if (element instanceof Boolean truth) {
            return NODES.booleanNode(truth);
        }
        if (element instanceof Number number && !(element instanceof Double) && !(element instanceof Float)) {
            return NODES.numberNode(new BigInteger(number.toString()));
        }
        return NODES.textNode(element.toString());
    }

    private static JsonNode json(String value, int limit) {
        if (value == null) {
            return null;
        }
        if (value.length() > limit) {
            throw tooLong(limit);
        }
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new ValueRefusedException(
                    "holds JSON that cannot be read: " + e.getOriginalMessage().toLowerCase(Locale.ROOT));
        }
    }
}
