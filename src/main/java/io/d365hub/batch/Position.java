package io.d365hub.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How far a source has been read. Its form is the source's own business; it must stay readable for later versions of it.
 * Immutable. Making one must be cheap, because a source may give one with every row; only the one that is saved is turned
 * into JSON, on another thread.
 */
@FunctionalInterface
public interface Position {

    /** At most some kilobytes, without anything secret. */
    ObjectNode toJson();
}
