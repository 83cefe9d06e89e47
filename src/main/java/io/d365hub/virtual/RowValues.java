package io.d365hub.virtual;

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
        return exact;
    }

    static SourceException nullKey(VirtualTable table) {
        return wrong(table, table.key(), "null, and it is the key");
    }

    private static SourceException wrong(VirtualTable table, VirtualColumn column, String is) {
        return SourceException.wrongData(
                "A value of column '%s' of %s is %s.".formatted(column.name(), table.path(), is));
    }
}
