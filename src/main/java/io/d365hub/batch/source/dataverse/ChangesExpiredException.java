package io.d365hub.batch.source.dataverse;

import io.d365hub.batch.SourceException;
import io.d365hub.failure.Failure;

/** Dataverse does not know a position in the changes of a table any more. */
public final class ChangesExpiredException extends SourceException {

    private static final long serialVersionUID = 1L;

    public ChangesExpiredException(Failure failure, Throwable cause) {
        super(failure, cause);
    }
}
