package io.d365hub.virtual;

import java.math.BigDecimal;

/** Judges what a source gives as the value of a column. */
final class RowValues {

    private RowValues() {}

    static Object judged(VirtualTable table, VirtualColumn column, Object value) throws SourceException {
        if (value == null) {
            if (column.ordinal() == 0) {
                throw nullKey(table);
            }
            if (!column.nullable()) {
                throw wrong(table, column, "null, and it is declared as never null");
            }
            return null;
        }
        Object exact = column.sourceType().exact(value).orElse(null);
        if (exact == null) {
            throw wrong(
                    table,
                    column,
                    "a %s that is no %s without loss"
                            .formatted(
                                    value.getClass().getSimpleName(),
                                    column.sourceType().word()));
        }
        if (exact instanceof String text
                && column.maxLength().isPresent()
                && text.length() > column.maxLength().getAsInt()) {
            throw wrong(
                    table,
                    column,
                    "a text of more than the declared %d characters"
                            .formatted(column.maxLength().getAsInt()));
        }
        if (exact instanceof BigDecimal number) {
            fits(table, column, number);
        }
        return exact;
    }

    private static void fits(VirtualTable table, VirtualColumn column, BigDecimal number) throws SourceException {
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        int behind = Math.max(0, plain.scale());
        if (column.scale().isPresent() && behind > column.scale().getAsInt()) {
            throw wrong(
                    table,
                    column,
                    "a decimal of more than the declared scale of %d"
                            .formatted(column.scale().getAsInt()));
        }
        int digits = Math.max(plain.precision(), behind) + Math.max(0, -plain.scale());
        if (column.precision().isPresent() && digits > column.precision().getAsInt()) {
            throw wrong(
                    table,
                    column,
                    "a decimal of more than the declared precision of %d"
                            .formatted(column.precision().getAsInt()));
        }
    }

    static SourceException nullKey(VirtualTable table) {
        return wrong(table, table.key(), "null, and it is the key");
    }

    private static SourceException wrong(VirtualTable table, VirtualColumn column, String is) {
        return SourceException.wrongData(
                "A value of column '%s' of %s is %s.".formatted(column.name(), table.path(), is));
    }
}
