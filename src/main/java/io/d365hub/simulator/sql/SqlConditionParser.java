package io.d365hub.simulator.sql;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.LikePattern;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.query.ValueOrder;
import io.d365hub.simulator.store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Reads the conditions of WHERE and ON. */
final class SqlConditionParser {

    private static final int DEEPEST = 100;

    private final SqlTokens tokens;
    private final SqlSources sources;
    private int depth;

    SqlConditionParser(SqlTokens tokens, SqlSources sources) {
        this.tokens = tokens;
        this.sources = sources;
    }

    SqlCondition parse() {
        SqlCondition left = conjunction();
        while (tokens.took("or")) {
            left = left.or(conjunction());
        }
        return left;
    }

    private SqlCondition conjunction() {
        SqlCondition left = term();
        while (tokens.took("and")) {
            left = left.and(term());
        }
        return left;
    }

    private SqlCondition term() {
        if (++depth > DEEPEST) {
            throw tokens.unexpected();
        }
        SqlCondition read;
        if (tokens.took("not")) {
            read = term().negated();
        } else if (tokens.took("(")) {
            refuseSelect();
            read = parse();
            tokens.expect(")");
        } else {
            read = predicate(column());
        }
        depth--;
        return read;
    }

    SqlColumn column() {
        String name = tokens.name();
        return tokens.took(".") ? sources.column(name, tokens.name()) : sources.column(null, name);
    }

    private SqlCondition predicate(SqlColumn column) {
        if (tokens.took("is")) {
            boolean not = tokens.took("not");
            tokens.expect("null");
            return joined -> (column.value(joined) == null) != not;
        }
        boolean not = tokens.took("not");
        SqlCondition condition;
        if (tokens.took("like")) {
            condition = like(column);
        } else if (tokens.took("in")) {
            condition = in(column);
        } else if (tokens.took("between")) {
            condition = between(column);
        } else if (not) {
            throw tokens.unexpected();
        } else {
            return comparison(column);
        }
        return not ? condition.negated() : condition;
    }

    private SqlCondition like(SqlColumn column) {
        if (tokens.current().kind() != SqlTokens.Kind.QUOTED) {
            throw tokens.unexpected();
        }
        LikePattern pattern = new LikePattern(tokens.take().text());
        return joined -> {
            Object value = column.value(joined);
            return value == null ? null : Boolean.valueOf(pattern.matches(Values.text(value)));
        };
    }

    private SqlCondition in(SqlColumn column) {
        tokens.expect("(");
        refuseSelect();
        List<Object> values = new ArrayList<>();
        do {
            values.add(literal(column.column()));
        } while (tokens.took(","));
        tokens.expect(")");
        return joined -> {
            Object value = column.value(joined);
            return value == null
                    ? null
                    : Boolean.valueOf(values.stream().anyMatch(one -> ValueOrder.INSTANCE.compare(value, one) == 0));
        };
    }

    private SqlCondition between(SqlColumn column) {
        Object least = literal(column.column());
        tokens.expect("and");
        Object greatest = literal(column.column());
        return compare(column, joined -> least, order -> order >= 0)
                .and(compare(column, joined -> greatest, order -> order <= 0));
    }

    private SqlCondition comparison(SqlColumn column) {
        IntPredicate test = operator(tokens.take().text());
        if (tokens.current().kind() == SqlTokens.Kind.WORD && !tokens.is("null")) {
            SqlColumn other = column();
            return compare(column, other::value, test);
        }
        if (tokens.is("(")) {
            throw tokens.unexpected();
        }
        Object value = tokens.took("null") ? null : literal(column.column());
        return compare(column, joined -> value, test);
    }

    private static SqlCondition compare(SqlColumn column, Function<Row[], Object> other, IntPredicate test) {
        return joined -> {
            Object a = column.value(joined);
            Object b = other.apply(joined);
            return (a == null || b == null) ? null : Boolean.valueOf(test.test(ValueOrder.INSTANCE.compare(a, b)));
        };
    }

    private IntPredicate operator(String text) {
        return switch (text) {
            case "=" -> order -> order == 0;
            case "<>", "!=" -> order -> order != 0;
            case ">" -> order -> order > 0;
            case ">=" -> order -> order >= 0;
            case "<" -> order -> order < 0;
            case "<=" -> order -> order <= 0;
            default -> throw tokens.unexpected();
        };
    }

    private Object literal(ColumnDefinition column) {
        SqlTokens.Token token = tokens.current();
        Object value = token.kind() == SqlTokens.Kind.QUOTED || token.kind() == SqlTokens.Kind.NUMBER
                ? Values.ofText(token.text(), column)
                : null;
        if (value == null) {
            throw tokens.unexpected();
        }
        tokens.take();
        return value;
    }

    private void refuseSelect() {
        if (tokens.is("select")) {
            throw SqlTokens.refused("Sub-queries are not supported in the SQL statement.");
        }
    }
}
