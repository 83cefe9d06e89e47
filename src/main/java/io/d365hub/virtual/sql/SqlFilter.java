package io.d365hub.virtual.sql;

import io.d365hub.virtual.ColumnType;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.Filter;
import io.d365hub.virtual.query.Filter.Comparator;
import io.d365hub.virtual.query.Filter.Comparison;
import io.d365hub.virtual.query.Filter.In;
import io.d365hub.virtual.query.Filter.TextMatch;
import io.d365hub.virtual.query.Operand;
import io.d365hub.virtual.query.Operand.Literal;
import io.d365hub.virtual.query.Operand.TextFunction;
import java.util.List;

/**
 * Writes a filter as SQL that is true for exactly the same rows. SQL's equality of null is null where OData's is false; below
 * a {@code not} that makes a difference, so there equality is written out to be true or false.
 */
final class SqlFilter {

    /** What {@code btrim} takes off: the white space of Unicode's first page. */
    private static final String WHITE_SPACE = " \t\n\r\f\u000b\u00a0";

    private static final char ESCAPE = '!';

    private final SqlTable table;
    private final SqlStatement sql;

    SqlFilter(SqlTable table, SqlStatement sql) {
        this.table = table;
        this.sql = sql;
    }

    void write(Filter filter) throws SourceException {
        write(filter, false);
    }

    private void write(Filter filter, boolean negated) throws SourceException {
        if (filter instanceof Filter.And and) {
            joined(and.terms(), " and ", "1=1", negated);
        } else if (filter instanceof Filter.Or or) {
            joined(or.terms(), " or ", "1=0", negated);
        } else if (filter instanceof Filter.Not not) {
            sql.add("not (");
            write(not.term(), true);
            sql.add(")");
        } else if (filter instanceof In in) {
            in(in, negated);
        } else if (filter instanceof TextMatch match) {
            match(match);
        } else {
            comparison((Comparison) filter, negated);
        }
    }

    private void joined(List<Filter> terms, String word, String none, boolean negated) throws SourceException {
        if (terms.isEmpty()) {
            sql.add(none);
            return;
        }
        sql.add("(");
        for (int i = 0; i < terms.size(); i++) {
            sql.add(i == 0 ? "" : word);
            write(terms.get(i), negated);
        }
        sql.add(")");
    }

    private void comparison(Comparison comparison, boolean negated) throws SourceException {
        Operand left = comparison.left();
        Operand right = comparison.right();
        boolean equality = comparison.comparator() == Comparator.EQ || comparison.comparator() == Comparator.NE;
        if (right instanceof Literal literal && literal.value() == null) {
            operand(left, false, null);
            sql.add(comparison.comparator() == Comparator.EQ ? " is null" : " is not null");
            return;
        }
        if (comparison.comparator() == Comparator.NE) {
            // Two-valued, and the opposite of equality, whatever is null.
            sql.add("not (");
            equal(left, right, true);
            sql.add(")");
        } else if (equality) {
            equal(left, right, negated);
        } else {
            sides(left, symbol(comparison.comparator()), right);
        }
    }

    /** @param exact whether it has to be false where SQL says null */
    private void equal(Operand left, Operand right, boolean exact) throws SourceException {
        if (right instanceof Literal) {
            boolean guard = exact && mayBeNull(left);
            sql.add(guard ? "(" : "");
            sides(left, " = ", right);
            if (guard) {
                sql.add(" and ");
                operand(left, false, null);
                sql.add(" is not null)");
            }
            return;
        }
        sql.add("(");
        sides(left, " = ", right);
        for (String test : List.of(" is not null", " is null")) {
            sql.add(test.equals(" is null") ? " or " : " and ");
            operand(left, false, null);
            sql.add(test).add(" and ");
            operand(right, false, null);
            sql.add(test);
        }
        sql.add(")");
    }

    private void sides(Operand left, String symbol, Operand right) throws SourceException {
        boolean fold = folds(left, right);
        operand(left, fold, columnOf(right));
        sql.add(symbol);
        operand(right, fold, columnOf(left));
    }

    private void in(In in, boolean negated) throws SourceException {
        boolean fold = folds(in.operand(), in.literals().get(0));
        boolean guard = negated && mayBeNull(in.operand());
        sql.add(guard ? "(" : "");
        operand(in.operand(), fold, null);
        sql.add(" in (");
        for (int i = 0; i < in.literals().size(); i++) {
            sql.add(i == 0 ? "" : ", ");
            operand(in.literals().get(i), fold, columnOf(in.operand()));
        }
        sql.add(")");
        if (guard) {
            sql.add(" and ");
            operand(in.operand(), false, null);
            sql.add(" is not null)");
        }
    }

    private void match(TextMatch match) throws SourceException {
        if (!(match.part() instanceof Literal literal)) {
            throw SourceException.unsupported(
                    "contains, startswith and endswith take a value as their second argument.", "$filter");
        }
        boolean fold = folds(match.text(), match.part());
        operand(match.text(), fold, null);
        String before = match.kind() == TextMatch.Kind.STARTS_WITH ? "" : "%";
        String after = match.kind() == TextMatch.Kind.ENDS_WITH ? "" : "%";
        sql.add(fold ? " like lower(" : " like ").bind(before + escaped((String) literal.value()) + after);
        sql.add(fold ? ")" : "").add(" escape '" + ESCAPE + "'");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // The bracket is special in SQL Server.
            if (c == '%' || c == '_' || c == ESCAPE || c == '[') {
                escaped.append(ESCAPE);
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** @param other the column that a literal is compared with; null for none */
    private void operand(Operand operand, boolean fold, VirtualColumn other) throws SourceException {
        sql.add(fold ? "lower(" : "");
        if (operand instanceof Operand.Column column) {
            sql.add(table.column(column.column()).name());
        } else if (operand instanceof Literal literal) {
            sql.bind(other == null ? literal.value() : table.bound(other, literal.value()));
        } else {
            function((TextFunction) operand);
        }
        sql.add(fold ? ")" : "");
    }

    private void function(TextFunction function) throws SourceException {
        switch (function.kind()) {
            case TO_LOWER -> sql.add("lower(");
            case TO_UPPER -> sql.add("upper(");
            case LENGTH -> sql.add(table.dialect().length()).add("(");
            case TRIM -> sql.add("btrim(");
        }
        boolean known =
                switch (function.kind()) {
                    case LENGTH -> table.dialect().countsCharacters();
                    case TRIM -> table.dialect().trimsAnything();
                    default -> true;
                };
        if (!known) {
            throw SourceException.unsupported(
                    "This source cannot evaluate " + function.kind() + " exactly.", "$filter");
        }
        operand(function.text(), false, null);
        if (function.kind() == TextFunction.Kind.TRIM) {
            sql.add(", ").bind(WHITE_SPACE);
        }
        sql.add(")");
    }

    private static VirtualColumn columnOf(Operand operand) {
        return operand instanceof Operand.Column column ? column.column() : null;
    }

    private static boolean mayBeNull(Operand operand) {
        if (operand instanceof TextFunction function) {
            return mayBeNull(function.text());
        }
        return !(operand instanceof Operand.Column column) || column.column().nullable();
    }

    private static boolean folds(Operand left, Operand right) {
        return left.type() == ColumnType.STRING
                && left.comparison() == TextComparison.IGNORE_CASE
                && right.comparison() == TextComparison.IGNORE_CASE;
    }

    static String symbol(Comparator comparator) {
        return switch (comparator) {
            case EQ -> " = ";
            case NE -> " <> ";
            case GT -> " > ";
            case GE -> " >= ";
            case LT -> " < ";
            case LE -> " <= ";
        };
    }
}
