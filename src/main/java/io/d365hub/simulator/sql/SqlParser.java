package io.d365hub.simulator.sql;

import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.query.Aggregation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads one SELECT statement. */
final class SqlParser {

    private static final Map<String, Aggregation.Method> METHODS = Map.of(
            "count", Aggregation.Method.COUNT_COLUMN,
            "sum", Aggregation.Method.SUM,
            "avg", Aggregation.Method.AVERAGE,
            "min", Aggregation.Method.MIN,
            "max", Aggregation.Method.MAX);
    private static final Set<String> AFTER_TABLE = Set.of(
            "inner", "left", "join", "where", "group", "order", "on", "right", "full", "cross", "union", "having");

    private final SqlTokens tokens;
    private final SqlSources sources;
    private final List<RawItem> raw = new ArrayList<>();

    SqlParser(DataModel model, String statement) {
        this.tokens = new SqlTokens(statement);
        this.sources = new SqlSources(model);
    }

    /** An item before the tables are known. */
    private record RawItem(String function, boolean distinct, String alias, String column, String name) {}

    SqlStatement parse() {
        if (!tokens.took("select")) {
            throw SqlTokens.refused("Only one SELECT statement is supported.");
        }
        boolean distinct = tokens.took("distinct");
        int top = top();
        do {
            raw.add(item());
        } while (tokens.took(","));
        tokens.expect("from");
        table();
        List<SqlJoin.Clause> joins = new ArrayList<>();
        while (tokens.is("inner") || tokens.is("left") || tokens.is("join")) {
            joins.add(join());
        }
        SqlCondition where = tokens.took("where") ? conditions().parse() : joined -> true;
        List<SqlColumn> groups = groupBy();
        List<SqlItem> items = raw.stream().map(this::resolved).toList();
        List<SqlOrder> order = orderBy(items);
        int[] range = range();
        tokens.took(";");
        refuseRest();
        return new SqlStatement(
                sources.tables(),
                joins,
                where,
                items,
                groups,
                new SqlStatement.Shape(distinct, order, range[0], top >= 0 ? top : range[1]));
    }

    private void refuseRest() {
        for (String word : List.of("union", "having", "right", "full", "cross")) {
            if (tokens.is(word)) {
                throw SqlTokens.refused(word.toUpperCase(Locale.ROOT) + " is not supported in the SQL statement.");
            }
        }
        if (tokens.current().kind() != SqlTokens.Kind.END) {
            throw tokens.unexpected();
        }
    }

    private int top() {
        if (!tokens.took("top")) {
            return -1;
        }
        boolean parenthesis = tokens.took("(");
        int top = tokens.integer();
        if (parenthesis) {
            tokens.expect(")");
        }
        return top;
    }

    private RawItem item() {
        if (tokens.is("*")) {
            throw SqlTokens.refused("SELECT * is not supported: name the columns.");
        }
        String first = tokens.name();
        RawItem item;
        if (tokens.took("(")) {
            item = call(first);
        } else {
            item = tokens.took(".")
                    ? new RawItem(null, false, first, starRefused(), null)
                    : new RawItem(null, false, null, first, null);
        }
        boolean named = tokens.took("as");
        String name = named || (tokens.current().kind() == SqlTokens.Kind.WORD && !tokens.is("from"))
                ? tokens.take().text()
                : null;
        return new RawItem(item.function(), item.distinct(), item.alias(), item.column(), name);
    }

    private String starRefused() {
        if (tokens.is("*")) {
            throw SqlTokens.refused("SELECT * is not supported: name the columns.");
        }
        return tokens.name();
    }

    private RawItem call(String function) {
        if (!METHODS.containsKey(function)) {
            throw SqlTokens.refused("'" + function + "' is not a supported function in the SQL statement.");
        }
        RawItem item;
        if (function.equals("count") && tokens.took("*")) {
            item = new RawItem(function, false, null, null, null);
        } else {
            boolean distinct = tokens.took("distinct");
            String first = tokens.name();
            item = tokens.took(".")
                    ? new RawItem(function, distinct, first, tokens.name(), null)
                    : new RawItem(function, distinct, null, first, null);
        }
        tokens.expect(")");
        return item;
    }

    private SqlItem resolved(RawItem item) {
        SqlColumn column = item.column() == null ? null : sources.column(item.alias(), item.column());
        if (item.function() == null) {
            return new SqlItem(item.name() == null ? column.column().propertyName() : item.name(), null, column);
        }
        Aggregation.Method method = column == null
                ? Aggregation.Method.COUNT
                : item.distinct() && item.function().equals("count")
                        ? Aggregation.Method.COUNT_DISTINCT
                        : METHODS.get(item.function());
        if (column != null && !method.takes(column.column().type())) {
            throw SqlTokens.refused("'" + item.function() + "' is for numbers only, not for '" + item.column() + "'.");
        }
        return new SqlItem(item.name() == null ? item.function() : item.name(), method, column);
    }

    private void table() {
        if (tokens.is("(")) {
            throw SqlTokens.refused("Sub-queries are not supported in the SQL statement.");
        }
        String name = tokens.name();
        if (tokens.took(".")) {
            name = tokens.name(); // dbo.account
        }
        boolean named = tokens.took("as");
        boolean alias = named
                || (tokens.current().kind() == SqlTokens.Kind.WORD
                        && !AFTER_TABLE.contains(tokens.current().text().toLowerCase(Locale.ROOT)));
        sources.add(name, alias ? tokens.name() : name);
    }

    private SqlJoin.Clause join() {
        boolean outer = tokens.took("left");
        if (outer) {
            tokens.took("outer");
        } else {
            tokens.took("inner");
        }
        tokens.expect("join");
        table();
        tokens.expect("on");
        int source = sources.tables().size() - 1;
        boolean parenthesis = tokens.took("(");
        SqlColumn left = conditions().column();
        tokens.expect("=");
        SqlColumn right = conditions().column();
        SqlColumn own = left.source() == source ? left : right;
        SqlColumn other = left.source() == source ? right : left;
        if (own.source() != source || other.source() == source) {
            throw SqlTokens.refused("A JOIN begins with the equality of a column of the joined table and one of a table"
                    + " before it.");
        }
        SqlCondition further = tokens.took("and") ? conditions().parse() : joined -> true;
        if (parenthesis) {
            tokens.expect(")");
        }
        return new SqlJoin.Clause(outer, own, other, further);
    }

    private SqlConditionParser conditions() {
        return new SqlConditionParser(tokens, sources);
    }

    private List<SqlColumn> groupBy() {
        List<SqlColumn> groups = new ArrayList<>();
        if (tokens.took("group")) {
            tokens.expect("by");
            do {
                groups.add(conditions().column());
            } while (tokens.took(","));
        }
        return groups;
    }

    private List<SqlOrder> orderBy(List<SqlItem> items) {
        List<SqlOrder> order = new ArrayList<>();
        if (tokens.took("order")) {
            tokens.expect("by");
            do {
                order.add(order(items));
            } while (tokens.took(","));
        }
        return order;
    }

    private SqlOrder order(List<SqlItem> items) {
        String first = tokens.name();
        String second = tokens.took(".") ? tokens.name() : null;
        int item = -1;
        for (int i = 0; second == null && i < items.size(); i++) {
            item = items.get(i).name().equalsIgnoreCase(first) ? i : item;
        }
        SqlColumn column =
                item >= 0 ? null : second == null ? sources.column(null, first) : sources.column(first, second);
        for (int i = 0; column != null && i < items.size(); i++) {
            item = items.get(i).method() == null && column.equals(items.get(i).column()) ? i : item;
        }
        boolean descending = tokens.took("desc");
        if (!descending) {
            tokens.took("asc");
        }
        return new SqlOrder(item, column, descending);
    }

    /** {@code OFFSET n ROWS FETCH NEXT m ROWS ONLY}: how many to leave out, how many to take, -1 for all. */
    private int[] range() {
        int offset = 0;
        int limit = -1;
        if (tokens.took("offset")) {
            offset = tokens.integer();
            rows();
            if (tokens.took("fetch")) {
                if (!tokens.took("next")) {
                    tokens.expect("first");
                }
                limit = tokens.integer();
                rows();
                tokens.expect("only");
            }
        }
        return new int[] {offset, limit};
    }

    private void rows() {
        if (!tokens.took("rows")) {
            tokens.expect("row");
        }
    }
}
