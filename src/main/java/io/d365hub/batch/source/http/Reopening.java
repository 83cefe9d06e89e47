package io.d365hub.batch.source.http;

import io.d365hub.batch.RowReader;
import io.d365hub.batch.SourceException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a source at a position, or from its beginning when the other system knows the position no more.
 *
 * @param resyncs whether it may begin anew by itself
 */
public record Reopening(String batch, boolean resyncs) {

    private static final Logger LOG = LoggerFactory.getLogger(Reopening.class);

    /** Opens a reader at an address. */
    public interface Opener {
        RowReader open(URI at) throws SourceException, InterruptedException;
    }

    /**
     * @param at where to go on
     * @param beginning where everything is read again
     */
    public RowReader open(URI at, URI beginning, Opener opener) throws SourceException, InterruptedException {
        try {
            return opener.open(at);
        } catch (PositionGoneException e) {
            if (at.equals(beginning)) {
                throw e;
            }
            if (!resyncs) {
                throw expired(batch, e.failure().what(), e);
            }
            LOG.warn(
                    "The source of batch '{}' does not know its position any more; everything is read again, and what was"
                            + " deleted meanwhile is not told",
                    batch);
            return opener.open(beginning);
        }
    }

    /** Somebody has to decide. */
    public static SourceException expired(String batch, String what, Throwable cause) {
        return new SourceException(
                Failure.of(
                        FailureKind.MISCONFIGURED,
                        "position-expired",
                        what,
                        "The source does not know the position of the last run any more.",
                        "Read everything again with './hub batch start " + batch
                                + " --full'; what was deleted meanwhile is not told. Or set onExpired=resync."),
                cause);
    }
}
