package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.ColumnDraft;
import io.d365hub.simulator.model.ColumnType;
import io.d365hub.simulator.model.ImageCompanions;
import java.util.List;

/** The read-only columns that the service adds to a file or an image. */
final class FileCompanions {

    private static final int NAME_LENGTH = 260;
    private static final int URL_LENGTH = 500;

    private FileCompanions() {}

    /** None for columns of other types. */
    static List<ColumnDraft> of(ColumnDefinition column) {
        if (column.type() == ColumnType.FILE) {
            return List.of(draft(column.logicalName() + "_name", column.schemaName() + "_Name", ColumnType.TEXT)
                    .maxLength(NAME_LENGTH));
        }
        if (column.type() != ColumnType.IMAGE) {
            return List.of();
        }
        ImageCompanions names = ImageCompanions.of(column);
        ImageCompanions schemaNames = ImageCompanions.of(column.schemaName());
        return List.of(
                draft(names.id(), schemaNames.id(), ColumnType.UNIQUE_IDENTIFIER),
                draft(names.timestamp(), schemaNames.timestamp(), ColumnType.BIG_INTEGER),
                draft(names.url(), schemaNames.url(), ColumnType.TEXT).maxLength(URL_LENGTH));
    }

    private static ColumnDraft draft(String logicalName, String schemaName, ColumnType type) {
        return ColumnDraft.custom(logicalName, schemaName, type).readOnly();
    }
}
