package io.d365hub.batch.source.sql;

import io.d365hub.batch.source.sql.SqlColumns.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the statements around the author's query, in SQL that databases have in common.
 *
 * @param query the author's
 * @param order what rows are ordered by; none for a cursor
 * @param watermark whether the first of them is a watermark
 * @param product the database's name for itself
 * @param quote what it puts around names
 */
record SqlText(String query, List<Column> order, boolean watermark, String product, String quote) {

    private static final String FROM = "hub_from";
    private static final String TO = "hub_to";
    private static final String AT = "hub_at_";

    /** No rows, but their columns. */
    static String describing(String query) {
        return "select * from (" + query + ") hub_rows where 1 = 0";
    }

    String page(SqlRange range, int rows) {
        if (order.isEmpty()) {
            return query;
        }
        String by = order.stream().map(this::quoted).collect(Collectors.joining(", "));
        return "select * from (" + query + ") hub_rows" + where(conditions(range)) + " order by " + by + limit(rows);
    }

    String count(SqlRange range) {
        return "select count(*) from (" + query + ") hub_rows" + where(conditions(range));
    }

    /** Rows that have no place in the order. */
    String countNulls() {
        return "select count(*) from (" + query + ") hub_rows where "
                + nullable().stream().map(column -> quoted(column) + " is null").collect(Collectors.joining(" or "));
    }

    List<Column> nullable() {
        return order.stream().filter(Column::nullable).toList();
    }

    /** The values that the statements' names stand for. */
    Map<String, Object> values(SqlRange range) {
        Map<String, Object> values = new LinkedHashMap<>();
        range.from().ifPresent(from -> values.put(FROM, from));
        range.to().ifPresent(to -> values.put(TO, to));
        range.position().ifPresent(position -> {
            for (int i = 0; i < order.size(); i++) {
                values.put(AT + i, position.values().get(i));
            }
        });
        return values;
    }

    private List<String> conditions(SqlRange range) {
        List<String> conditions = new ArrayList<>();
        nullable().forEach(column -> conditions.add(quoted(column) + " is not null"));
        if (range.from().isPresent()) {
            conditions.add(quoted(order.get(0)) + " >= :" + FROM);
        }
        if (range.to().isPresent()) {
            conditions.add(quoted(order.get(0)) + " < :" + TO);
        }
        if (range.position().isPresent()) {
            conditions.add(product.equals("PostgreSQL") ? together(range.inclusive()) : oneByOne(range.inclusive()));
        }
        return conditions;
    }

    /** PostgreSQL finds this with one look into an index. */
    private String together(boolean inclusive) {
        String columns = order.stream().map(this::quoted).collect(Collectors.joining(", ", "(", ")"));
        String values = indices().map(i -> ":" + AT + i).collect(Collectors.joining(", ", "(", ")"));
        return columns + (inclusive ? " >= " : " > ") + values;
    }

    /** a >= :a and (a > :a or (b > :b or (b = :b and c > :c)...)): what databases without row values understand. */
    private String oneByOne(boolean inclusive) {
        String first = quoted(order.get(0)) + " >= :" + AT + 0;
        String cases = indices()
                .map(i -> {
                    List<String> parts = new ArrayList<>();
                    for (int before = 0; before < i; before++) {
                        parts.add(quoted(order.get(before)) + " = :" + AT + before);
                    }
                    boolean last = i == order.size() - 1;
                    parts.add(quoted(order.get(i)) + (last && inclusive ? " >= :" : " > :") + AT + i);
                    return "(" + String.join(" and ", parts) + ")";
                })
                .collect(Collectors.joining(" or "));
        return first + " and (" + cases + ")";
    }

    private java.util.stream.Stream<Integer> indices() {
        return java.util.stream.IntStream.range(0, order.size()).boxed();
    }

    private String quoted(Column column) {
        return quote.isBlank() ? column.name() : quote + column.name() + quote;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private String limit(int rows) {
        String name = product.toLowerCase(Locale.ROOT);
        return name.contains("mysql") || name.contains("mariadb")
                ? " limit " + rows
                : " offset 0 rows fetch next " + rows + " rows only";
    }
}
