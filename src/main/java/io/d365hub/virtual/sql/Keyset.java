package io.d365hub.virtual.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.TableQuery.Order;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page begins: behind the values that the order's columns had in the last row of the page before. So rows that are
 * added or deleted meanwhile shift nothing, and the thousandth page costs as much as the first.
 */
final class Keyset {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 2_000;

    private final SqlTable table;
    private final List<Order> order;

    Keyset(SqlTable table, List<Order> order) {
        this.table = table;
        this.order = order;
    }

    /** The position behind a row; empty when its texts are too long for an address. */
    Optional<String> behind(TableRow row) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (Order term : order) {
            Object value = row.get(term.column());
            if (value == null) {
                values.addNull();
            } else {
                values.add(value.toString());
            }
        }
        return Optional.of(values.toString()).filter(text -> text.length() <= LONGEST);
    }

    /** Adds the condition that a row lies behind the position. */
    void write(String position, SqlStatement sql) throws SourceException {
        List<Object> values = values(position);
        sql.add("(");
        behind(values, 0, sql);
        sql.add(")");
    }

    private void behind(List<Object> values, int index, SqlStatement sql) throws SourceException {
        Order term = order.get(index);
        Object value = values.get(index);
        boolean last = index == order.size() - 1;
        String name = expression(term.column());
        if (value == null) {
            if (!term.descending()) {
                sql.add(name).add(" is not null");
                if (last) {
                    return;
                }
                sql.add(" or ");
            } else if (last) {
                sql.add("1=0");
                return;
            }
            sql.add(name).add(" is null");
        } else {
            sql.add(name).add(term.descending() ? " < " : " > ");
            bind(term.column(), value, sql);
            if (term.descending() && term.column().nullable()) {
                sql.add(" or ").add(name).add(" is null");
            }
            if (last) {
                return;
            }
            sql.add(" or ").add(name).add(" = ");
            bind(term.column(), value, sql);
        }
        sql.add(" and (");
        behind(values, index + 1, sql);
        sql.add(")");
    }

    private void bind(VirtualColumn column, Object value, SqlStatement sql) throws SourceException {
        boolean fold = folds(column);
        sql.add(fold ? "lower(" : "").bind(table.bound(column, value)).add(fold ? ")" : "");
    }

    /** The columns and directions behind {@code order by}. */
    void writeOrder(SqlStatement sql) {
        String comma = "";
        for (Order term : order) {
            sql.add(comma).add(expression(term.column())).add(term.descending() ? " desc" : "");
            // Only where it says something: it may keep a database from using an index.
            sql.add(term.column().nullable() ? table.dialect().nulls(term.descending()) : "");
            comma = ", ";
        }
    }

    private String expression(VirtualColumn column) {
        String name = table.column(column).name();
        return folds(column) ? "lower(" + name + ")" : name;
    }

    private static boolean folds(VirtualColumn column) {
        return column.sourceType() == ColumnType.STRING && column.comparison() == TextComparison.IGNORE_CASE;
    }

    private List<Object> values(String position) throws SourceException {
        try {
            JsonNode read = JSON.readTree(position);
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                JsonNode value = read.path(i);
                values.add(value.isNull() ? null : value(order.get(i).column().sourceType(), value.textValue()));
            }
            return values;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw SourceException.badRequest("The position of the page cannot be read.", "$skiptoken");
        }
    }

    private static Object value(ColumnType type, String text) {
        return switch (type) {
            case BOOLEAN -> Boolean.valueOf(text);
            case DATETIME -> Instant.parse(text);
            case DECIMAL -> new BigDecimal(text);
            case DOUBLE -> Double.valueOf(text);
            case GUID -> UUID.fromString(text);
            case INT32 -> Integer.valueOf(text);
            case INT64 -> Long.valueOf(text);
            case STRING -> text;
        };
    }
}
