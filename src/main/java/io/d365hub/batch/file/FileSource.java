package io.d365hub.batch.file;

import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import io.d365hub.batch.file.folder.FileFolder;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/**
 * The files of a folder as rows of a batch: one run takes all files that are ready, one after another. Files are moved away
 * when all rows of the run are settled, so a run that is killed finds them again.
 */
final class FileSource implements BatchSource {

    /** Opens the folder anew for each run. */
    @FunctionalInterface
    interface Opening {

        FileFolder open() throws SourceException, IOException;
    }

    private final FileOptions options;
    private final FileRuntime runtime;
    private final Opening folder;
    private final String where;

    FileSource(FileOptions options, FileRuntime runtime, Opening folder, String where) {
        this.options = options;
        this.runtime = runtime;
        this.folder = folder;
        this.where = where;
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) throws SourceException {
        if (request.isRange()) {
            throw SourceException.of(
                    FailureKind.MISCONFIGURED,
                    "file-range",
                    "Batch " + options.batch() + " was not started.",
                    "A range cannot be chosen from files.",
                    "Start it without a range, or put only the files with these rows into the folder.");
        }
        FileFolder open = opened();
        try {
            FileHistory history = runtime.history();
            Optional<FileHistory.Taken> interrupted = request.dryRun() ? Optional.empty() : resume(history, from);
            WaitingFiles waiting = WaitingFiles.of(open, options, runtime.clock(), runtime.pause());
            TakenFiles taken = new TakenFiles(options, open, history, waiting, request.full(), request.dryRun());
            FileRows rows = new FileRows(taken);
            if (interrupted.isPresent()) {
                rows.goOn(interrupted.get(), position(from).record());
            }
            return rows;
        } catch (IOException e) {
            close(open);
            throw failed(e);
        } catch (RuntimeException e) {
            close(open);
            throw e;
        }
    }

    /** Brings the history up to the position; the file within which reading goes on. */
    private Optional<FileHistory.Taken> resume(FileHistory history, StartPoint from) {
        String batch = options.batch();
        if (from.position().isEmpty()) {
            history.forgetFrom(batch, 0);
            prune(history);
            return Optional.empty();
        }
        FilePosition reached = position(from);
        boolean within = from.kind() == StartPoint.Kind.WITHIN_RUN && reached.record() != FilePosition.WHOLE;
        history.settle(batch, within ? reached.file() - 1 : reached.file());
        history.forgetFrom(batch, reached.file() + 1);
        if (!within) {
            prune(history);
        }
        return within ? history.find(batch, reached.file()) : Optional.empty();
    }

    private void prune(FileHistory history) {
        history.prune(options.batch(), runtime.retentionClock().instant().minus(options.remember()));
    }

    private static FilePosition position(StartPoint from) {
        return FilePosition.of(from.position().orElseThrow());
    }

    private FileFolder opened() throws SourceException {
        try {
            return folder.open();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private SourceException failed(IOException e) {
        return failed(e, where);
    }

    /** What a failure of a folder, as opposed to one of a file's content, means for the run. */
    static SourceException failed(IOException e, String where) {
        boolean setUp = e instanceof NoSuchFileException
                || e instanceof NotDirectoryException
                || e instanceof AccessDeniedException;
        return new SourceException(
                Failure.of(
                        setUp ? FailureKind.MISCONFIGURED : FailureKind.TRANSIENT,
                        "file-folder",
                        "The files in " + where + " were not read.",
                        e instanceof NoSuchFileException || e instanceof NotDirectoryException
                                ? "There is no such folder."
                                : e.getClass().getSimpleName() + ": " + e.getMessage() + ".",
                        setUp
                                ? "Make the folder, let the hub read and write in it, or mend the option directory."
                                : "Nothing for now: the run tries again."),
                e);
    }

    private static void close(FileFolder folder) {
        try {
            folder.close();
        } catch (IOException e) {
            // What went wrong before is told; this only follows from it.
        }
    }
}
