package io.d365hub.simulator.operation;

import io.d365hub.simulator.metadata.Definition;
import io.d365hub.simulator.model.ColumnDefinition;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.RowAddress;
import io.d365hub.simulator.odata.Values;
import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The actions by which a file is read in blocks, and deleted by its id [K]. */
final class FileDownloadOperation implements Operation {

    private static final String START = "InitializeFileBlocksDownload";
    private static final String BLOCK = "DownloadBlock";
    private static final String DELETE = "DeleteFile";
    private static final Set<String> NAMES = Set.of(START, BLOCK, DELETE);

    /** What a block may have, as on the way up. */
    private static final long MOST_BLOCK_BYTES = 4L * 1024 * 1024;

    private final FileAction action;
    private final FileDownloads downloads;

    FileDownloadOperation(FileAction action, FileDownloads downloads) {
        this.action = action;
        this.downloads = downloads;
    }

    static boolean exists(String name) {
        return NAMES.contains(name);
    }

    @Override
    public OperationKind kind() {
        return OperationKind.FUNCTION;
    }

    @Override
    public boolean mentions(String text) {
        return false;
    }

    @Override
    public Answer run(Execution execution) {
        return switch (action.name()) {
            case START -> start(execution.environment());
            case BLOCK -> block();
            default -> delete(execution);
        };
    }

    private Answer start(Environment environment) {
        FileAction.Place place = action.place(environment);
        if (!(place.row().value(place.column()) instanceof StoredFile file)) {
            throw new ApiError(
                    ErrorCode.OBJECT_DOES_NOT_EXIST,
                    "No file attachment found for attribute: "
                            + place.column().logicalName() + " EntityId: "
                            + place.row().id() + ".");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("FileContinuationToken", downloads.start(file));
        members.put("FileSizeInBytes", (long) file.bytes().length);
        members.put("FileName", file.name());
        members.put("IsChunkingSupported", true);
        return action.answer(members);
    }

    private Answer block() {
        byte[] content = downloads.file(action.token()).bytes();
        long offset = action.count("Offset");
        long length = action.count("BlockLength");
        if (length == 0 || length > MOST_BLOCK_BYTES) {
            throw Definition.invalid("A BlockLength is from 1 to " + MOST_BLOCK_BYTES + " bytes.");
        }
        if (offset >= content.length) {
            throw Definition.invalid("The file has only " + content.length + " bytes.");
        }
        byte[] block = Arrays.copyOfRange(content, (int) offset, (int) Math.min(content.length, offset + length));
        return action.answer(Map.of("Data", Base64.getEncoder().encodeToString(block)));
    }

    private Answer delete(Execution execution) {
        UUID id = Values.uuid(action.text("FileId"));
        FileAction.Place place = id == null ? null : holder(execution.environment(), id);
        if (place == null) {
            throw new ApiError(
                    ErrorCode.OBJECT_DOES_NOT_EXIST,
                    "Entity 'FileAttachment' With Id = " + action.text("FileId") + " Does Not Exist");
        }
        return execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, action.caller());
            Row before = writer.find(place.address());
            // Somebody may have put another file in its place since it was found.
            if (before != null
                    && before.value(place.column()) instanceof StoredFile file
                    && file.id().equals(id)) {
                FileColumns.put(writer, place.address().table(), before, place.column(), null);
            }
            return new Answer(204);
        });
    }

    /** The place that holds this file, or null. Looks through the rows of all tables with files: deletions are rare. */
    private static FileAction.Place holder(Environment environment, UUID id) {
        for (TableDefinition table : environment.model().tables()) {
            for (ColumnDefinition column : table.columns()) {
                if (!column.type().isFile()) {
                    continue;
                }
                for (Row row : environment.database().table(table).rows()) {
                    if (row.value(column) instanceof StoredFile file
                            && file.id().equals(id)) {
                        return new FileAction.Place(RowAddress.of(table, row.id()), column, row);
                    }
                }
            }
        }
        return null;
    }
}
