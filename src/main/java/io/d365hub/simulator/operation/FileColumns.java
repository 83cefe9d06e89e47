package io.d365hub.simulator.operation;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;
import io.d365hub.simulator.store.StoredImage;
import java.util.UUID;

/** Makes the values of file and image columns, and puts them into rows. */
final class FileColumns {

    private FileColumns() {}

    static StoredFile value(ColumnDefinition column, String name, byte[] bytes) {
        return column.type() == ColumnType.IMAGE
                ? new StoredImage(UUID.randomUUID(), name, bytes)
                : new StoredFile(UUID.randomUUID(), name, bytes);
    }

    /** @param file null to take it away */
    static void put(RowWriter writer, TableDefinition table, Row before, ColumnDefinition column, StoredFile file) {
        Object[] values = before.copyValues(table.width());
        values[column.ordinal()] = file;
        ColumnDefinition name = table.column(column.logicalName() + "_name");
        if (name != null) {
            values[name.ordinal()] = file == null ? null : file.name();
        }
        writer.put(table, values);
    }
}
