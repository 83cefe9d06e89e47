package io.d365hub.batch.source.http;

import io.d365hub.batch.SourceException;
import io.d365hub.failure.Failure;

/** The other system does not know a link any more that it gave out earlier (410 Gone). */
public final class PositionGoneException extends SourceException {

    private static final long serialVersionUID = 1L;

    PositionGoneException(Failure failure) {
        super(failure);
    }
}
