package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.TableRow;
import io.d365hub.virtual.TextComparison;
import io.d365hub.virtual.VirtualColumn;
import io.d365hub.virtual.query.Operand;
import java.util.Locale;
import java.util.function.Function;

/** The values of operands, row by row. */
final class Operands {

    private Operands() {}

    static Function<TableRow, Object> value(Operand operand) {
        if (operand instanceof Operand.Column column) {
            VirtualColumn of = column.column();
            return row -> row.get(of);
        }
        if (operand instanceof Operand.Literal literal) {
            Object value = literal.value();
            return row -> value;
        }
        Operand.TextFunction function = (Operand.TextFunction) operand;
        Function<TableRow, Object> text = value(function.text());
        return row -> applied(function.kind(), (String) text.apply(row));
    }

    private static Object applied(Operand.TextFunction.Kind kind, String text) {
        if (text == null) {
            return null;
        }
        return switch (kind) {
            case TO_LOWER -> text.toLowerCase(Locale.ROOT);
            case TO_UPPER -> text.toUpperCase(Locale.ROOT);
            case TRIM -> text.strip();
            case LENGTH -> text.codePointCount(0, text.length());
        };
    }

    /** How two operands are compared: exactly as soon as one of them wants it. */
    static TextComparison comparison(Operand a, Operand b) {
        return a.comparison() == TextComparison.EXACT ? TextComparison.EXACT : b.comparison();
    }
}
