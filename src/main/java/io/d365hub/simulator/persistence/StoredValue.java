package io.d365hub.simulator.persistence;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.StoredFile;
import io.d365hub.simulator.store.StoredImage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;

/** A column's value as text in a file, and back. */
final class StoredValue {

    private StoredValue() {}

    static String write(Object value) {
        if (value instanceof StoredFile file) {
            return file.id() + ":" + file.name();
        }
        return value instanceof Reference reference ? reference.table() + ":" + reference.id() : Values.text(value);
    }

    /** @param contents gives, and forgets, the content of the file with this id */
    static Object read(ColumnDefinition column, String text, Function<UUID, byte[]> contents) {
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
            case FILE, IMAGE -> {
                int colon = text.indexOf(':');
                UUID id = UUID.fromString(text.substring(0, colon));
                yield file(column, id, text.substring(colon + 1), contents.apply(id));
            }
            case LOOKUP, CUSTOMER, OWNER -> {
                int colon = text.indexOf(':');
                yield new Reference(text.substring(0, colon), UUID.fromString(text.substring(colon + 1)));
            }
        };
    }

    private static StoredFile file(ColumnDefinition column, UUID id, String name, byte[] content) {
        return column.type() == ColumnType.IMAGE
                ? new StoredImage(id, name, content)
                : new StoredFile(id, name, content);
    }
}
