package io.d365hub.batch.file;

import io.d365hub.batch.Position;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunCounts;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.file.FileHistory.Taken;
import io.d365hub.batch.file.format.FileRecord;
import io.d365hub.batch.file.format.FileRefusedException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of the files of one run, one after another. A file that cannot be read is one unreadable row. */
final class FileRows implements RowReader {

    private static final String PLAIN = "text/plain";

    private final TakenFiles files;
    private TakenFiles.Current current;
    private OpenFile open;
    private SourceRow first;
    private long rowsDone;
    private long bytesDone;

    FileRows(TakenFiles files) {
        this.files = files;
    }

    /** Goes on within a file of which so many records are settled. */
    void goOn(Taken interrupted, long records) throws IOException {
        Optional<TakenFiles.Current> again = files.again(interrupted);
        if (again.isPresent()) {
            first = begin(again.get(), records);
            return;
        }
        first = unreadable(
                interrupted.name(),
                null,
                Failure.of(
                        FailureKind.UNREADABLE,
                        "file-gone",
                        "The rest of " + interrupted.name() + " was not read, behind record " + records + ".",
                        "The run was interrupted in the middle of it, and it was taken away or written anew since.",
                        "What lies there now is read from its beginning; deliver the old file again if its rows matter."));
    }

    @Override
    public SourceRow next() throws SourceException, InterruptedException {
        if (first != null) {
            SourceRow row = first;
            first = null;
            return row;
        }
        try {
            while (true) {
                if (open == null) {
                    Optional<TakenFiles.Current> next = files.next();
                    if (next.isEmpty()) {
                        return null;
                    }
                    SourceRow refused = begin(next.get(), 0);
                    if (refused != null) {
                        return refused;
                    }
                }
                SourceRow row = nextOfFile();
                if (row != null) {
                    return row;
                }
            }
        } catch (IOException e) {
            throw FileSource.failed(e, "the folder of the batch");
        }
    }

    /** Null when the file can be read. */
    private SourceRow begin(TakenFiles.Current file, long records) throws IOException {
        current = file;
        try {
            open = OpenFile.open(file.entry(), file.content(), files.options(), records);
            return null;
        } catch (FileRefusedException e) {
            return refused(e);
        }
    }

    private SourceRow nextOfFile() throws IOException {
        try {
            Optional<FileRecord> record = open.next();
            if (record.isPresent()) {
                return row(record.get());
            }
            finished(false);
            return null;
        } catch (FileRefusedException e) {
            return refused(e);
        }
    }

    private SourceRow row(FileRecord record) {
        Position position = new FilePosition(current.taken().number(), record.number());
        String place = open.place(record);
        return record.isReadable()
                ? SourceRow.of(record.row(), place, position)
                : SourceRow.unreadable(
                        record.raw().getBytes(StandardCharsets.UTF_8),
                        open.contentType(),
                        place,
                        position,
                        record.failure());
    }

    private SourceRow refused(FileRefusedException e) throws IOException {
        Position position = new FilePosition(current.taken().number(), FilePosition.WHOLE);
        String name = current.entry().name();
        finished(true);
        return unreadable(name, position, e.failure());
    }

    private static SourceRow unreadable(String name, Position position, Failure failure) {
        return SourceRow.unreadable(name.getBytes(StandardCharsets.UTF_8), PLAIN, name, position, failure);
    }

    private void finished(boolean refused) throws IOException {
        files.finished(current, refused);
        bytesDone += current.entry().bytes();
        if (open != null) {
            rowsDone += open.read();
            open.close();
            open = null;
        }
    }

    /** From the lines of the files so far, and their size against that of the rest. */
    @Override
    public OptionalLong total() {
        long rows = rowsDone + (open == null ? 0 : Math.max(open.estimatedRecords(), open.read()));
        long bytes = bytesDone + (open == null ? 0 : open.entry().bytes());
        if (rows == 0 || bytes == 0 || (open != null && open.estimatedRecords() == 0)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(rows + (long) ((double) rows / bytes * files.bytesLeft()));
    }

    @Override
    public Optional<Position> end() {
        return files.last() == 0 ? Optional.empty() : Optional.of(new FilePosition(files.last(), FilePosition.WHOLE));
    }

    @Override
    public void settled(RunCounts outcome) throws IOException {
        files.settled();
    }

    @Override
    public void close() throws IOException {
        try (files) {
            if (open != null) {
                open.close();
            }
        }
    }
}
