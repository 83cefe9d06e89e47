package io.d365hub.deadletter.query;

import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.Expression.And;
import io.d365hub.deadletter.query.Expression.Between;
import io.d365hub.deadletter.query.Expression.Is;
import io.d365hub.deadletter.query.Expression.Not;
import io.d365hub.deadletter.query.Expression.Or;
import io.d365hub.deadletter.query.Expression.Payload;
import io.d365hub.deadletter.query.Expression.StartsWith;
import io.d365hub.deadletter.query.Expression.Text;
import io.d365hub.message.RecordKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A {@link LetterQuery} as a condition of SQL over the table {@code dead_letter d}. Whatever an operator wrote is a bound
 * parameter; their names begin with {@code query}.
 */
public final class SqlCondition {

    private static final String LATEST_FIRST = "d.died_at desc, d.id desc";

    /** Columns with an index that goes on with state and death, the most selective first. */
    private static final List<Field> LEADING =
            List.of(Field.CAUSE, Field.CODE, Field.TABLE, Field.INTEGRATION, Field.KIND);

    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final boolean h2;
    private final TextCandidates candidates;
    private final String sql;
    private final String order;

    /**
     * Compiles a query.
     *
     * @param database that it is for; H2 is asked which words are in few letters
     */
    public SqlCondition(LetterQuery query, HubDatabase database) {
        this.h2 = database.isH2();
        this.candidates = new TextCandidates(database);
        this.sql = compile(query.expression());
        this.order = order(query.expression());
    }

    /** True for every letter that is meant. */
    public String sql() {
        return sql;
    }

    /**
     * The order of lists: latest death first. The columns before it are equal in all rows; they are named because H2 reads
     * an index in its order only when the order begins with the index's first column.
     */
    public String order() {
        return order;
    }

    /** Binds what the condition needs. */
    public <S extends SqlStatement<S>> S bind(S statement) {
        return statement.bindMap(parameters);
    }

    private String compile(Expression expression) {
        if (expression instanceof And and) {
            return and.parts().isEmpty() ? "1 = 1" : join(and.parts(), " and ");
        }
        if (expression instanceof Or or) {
            return or.parts().isEmpty() ? "1 = 0" : join(or.parts(), " or ");
        }
        if (expression instanceof Not not) {
            return "not (" + compile(not.part()) + ")";
        }
        if (expression instanceof Is is) {
            return is(is);
        }
        if (expression instanceof StartsWith starts) {
            return "d." + starts.field().column() + " like " + parameter(beginning(starts.beginning()));
        }
        if (expression instanceof Between between) {
            return between(between);
        }
        return expression instanceof Payload payload ? payload(payload) : text((Text) expression);
    }

    private String join(List<Expression> parts, String word) {
        return parts.stream().map(part -> "(" + compile(part) + ")").collect(Collectors.joining(word));
    }

    private String is(Is is) {
        if (is.field() == Field.KEY) {
            return LetterIdentity.key("= " + parameter(RecordKeys.digest((String) is.value())), h2);
        }
        if (is.field() == Field.MESSAGE) {
            return LetterIdentity.message("= " + parameter(is.value()), h2);
        }
        String column = "d." + is.field().column() + " = ";
        return switch (is.field().type()) {
            // Names of constants of ours: no parameters needed, and the planner sees which ones.
            case NAME -> column + "'" + is.value() + "'";
            default -> column + parameter(is.value());
        };
    }

    private String between(Between between) {
        List<String> ends = new ArrayList<>();
        String column = "d." + between.field().column();
        between.from().ifPresent(from -> ends.add(column + " >= " + parameter(from.toEpochMilli())));
        between.before().ifPresent(before -> ends.add(column + " < " + parameter(before.toEpochMilli())));
        return String.join(" and ", ends);
    }

    private String payload(Payload payload) {
        String comparison = payload.beginning()
                ? "f.content like " + parameter(beginning(payload.value()))
                : "f.content = " + parameter(payload.value());
        return "d.id in (select f.letter from dead_letter_field f where f.name = " + parameter(payload.name()) + " and "
                + comparison + ")";
    }

    private String text(Text text) {
        return h2 ? TextSearch.h2(text, candidates, this::parameter) : TextSearch.postgresql(text, this::parameter);
    }

    private static String beginning(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    private String parameter(Object value) {
        String name = "query" + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }

    private String order(Expression expression) {
        if (h2 && hasFewCandidates(expression)) {
            // No index has this order: H2 would go through all letters in an index's order rather than sort a few.
            return "d.died_at + 0 desc, d.id desc";
        }
        List<Field> equal = new ArrayList<>();
        collectEquations(expression, equal);
        if (!equal.contains(Field.STATE) || equal.contains(Field.KEY) || equal.contains(Field.MESSAGE)) {
            return LATEST_FIRST;
        }
        String leading = LEADING.stream()
                .filter(equal::contains)
                .findFirst()
                .map(field -> "d." + field.column() + ", ")
                .orElse("");
        return leading + "d.state, " + LATEST_FIRST;
    }

    private boolean hasFewCandidates(Expression expression) {
        return expression instanceof And and
                ? and.parts().stream().anyMatch(this::hasFewCandidates)
                : expression instanceof Text text && candidates.areFew(text);
    }

    /** Fields that have one value in all letters that are meant. */
    private static void collectEquations(Expression expression, List<Field> equal) {
        if (expression instanceof And and) {
            and.parts().forEach(part -> collectEquations(part, equal));
        } else if (expression instanceof Is is) {
            equal.add(is.field());
        }
    }
}
