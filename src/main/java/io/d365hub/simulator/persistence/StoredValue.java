package io.d365hub.simulator.persistence;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Reference;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A column's value as text in a file, and back. */
final class StoredValue {

    private StoredValue() {}

    static String write(Object value) {
        return value instanceof Reference reference ? reference.table() + ":" + reference.id() : Values.text(value);
    }

    static Object read(ColumnDefinition column, String text) {
        return switch (column.type()) {
            case TEXT, MEMO, CHOICES -> text;
            case INTEGER, CHOICE, STATE, STATUS -> Integer.valueOf(text);
            case BIG_INTEGER -> Long.valueOf(text);
            case DECIMAL, MONEY -> new BigDecimal(text);
            case DOUBLE -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE_TIME -> Instant.parse(text);
            case DATE -> LocalDate.parse(text);
            case UNIQUE_IDENTIFIER -> UUID.fromString(text);
            case FILE -> null; // the content is not kept, so a file is not there any more
            case LOOKUP, CUSTOMER, OWNER -> {
                int colon = text.indexOf(':');
                yield new Reference(text.substring(0, colon), UUID.fromString(text.substring(colon + 1)));
            }
        };
    }
}
