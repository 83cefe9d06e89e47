package io.d365hub.batch.file.format;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/** A file, or the rest of it, cannot be read at all. What was read before stands. */
public final class FileRefusedException extends IOException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /**
     * Refuses a file.
     *
     * @param code the hub's own code, e.g. {@code file-charset}
     * @param what what was not read, naming the file
     */
    public FileRefusedException(String code, String what, String why, String mend) {
        super(what + " " + why + " " + mend);
        this.failure = Failure.of(FailureKind.UNREADABLE, code, what, why, mend);
    }

    @Override
    public Failure failure() {
        return failure;
    }

    /** The refusal inside what a parser threw; the exception itself when there is none. */
    static IOException within(Exception thrown) {
        for (Throwable t = thrown; t != null; t = cause(t)) {
            if (t instanceof FileRefusedException refused) {
                return refused;
            }
        }
        return thrown instanceof IOException io ? io : new IOException(thrown.getMessage(), thrown);
    }

    /** Older than causes, and in use: what the XML parser keeps the reason in. */
    private static Throwable cause(Throwable t) {
        return t instanceof XMLStreamException e && e.getNestedException() != null
                ? e.getNestedException()
                : t.getCause();
    }
}
