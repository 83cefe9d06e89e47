package io.d365hub.simulator.operation;

import io.d365hub.simulator.store.Row;
import io.d365hub.simulator.store.StoredFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The actions by which a file is uploaded in blocks: {@code InitializeFileBlocksUpload} and those that follow it. */
final class FileBlocksOperation implements Operation {

    private static final String START = "InitializeFileBlocksUpload";
    private static final String BLOCK = "UploadBlock";
    private static final String COMMIT = "CommitFileBlocksUpload";
    private static final Set<String> NAMES = Set.of(START, BLOCK, COMMIT);

    private final FileAction action;
    private final FileBlocks uploads;

    FileBlocksOperation(FileAction action, FileBlocks uploads) {
        this.action = action;
        this.uploads = uploads;
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
            case START -> {
                FileAction.Place place = action.place(execution.environment());
                String token = uploads.start(place.address(), place.column(), action.text("FileName"));
                yield action.answer(Map.of("FileContinuationToken", token));
            }
            case BLOCK -> {
                uploads.add(action.token(), action.bytes("BlockId"), action.bytes("BlockData"));
                yield new Answer(204);
            }
            default -> commit(execution);
        };
    }

    private Answer commit(Execution execution) {
        FileBlocks.Complete file = uploads.commit(action.token(), action.blockList());
        String given = action.optionalText("FileName");
        StoredFile stored = FileColumns.value(file.column(), given == null ? file.name() : given, file.content());
        execution.write(transaction -> {
            RowWriter writer = new RowWriter(execution, transaction, action.caller());
            Row before = writer.find(file.address());
            if (before == null) {
                throw file.address().notFound();
            }
            FileColumns.put(writer, file.address().table(), before, file.column(), stored);
            return null;
        });
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("FileId", stored.id().toString());
        members.put("FileSizeInBytes", (long) stored.bytes().length);
        return action.answer(members);
    }
}
