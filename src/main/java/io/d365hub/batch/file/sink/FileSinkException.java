package io.d365hub.batch.file.sink;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.io.IOException;
import java.nio.file.Path;

/** A row was not written to its file. */
final class FileSinkException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private FileSinkException(Failure failure, Throwable cause) {
        super(failure.what() + " " + failure.why(), cause);
        this.failure = failure;
    }

    /** The disk is full or away: everything waits, nothing is lost. */
    static FileSinkException notWritten(Path file, IOException cause) {
        return new FileSinkException(
                Failure.of(
                        FailureKind.THROTTLED,
                        "file-sink",
                        "Rows were not written to " + file + ".",
                        cause.getClass().getSimpleName() + ": " + cause.getMessage() + ".",
                        "Make room on the disk, or let the hub write there; the run goes on by itself."),
                cause);
    }

    static FileSinkException refused(String why, String mend) {
        return new FileSinkException(
                Failure.of(FailureKind.REFUSED, "file-sink", "The row was not written to the file.", why, mend), null);
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
