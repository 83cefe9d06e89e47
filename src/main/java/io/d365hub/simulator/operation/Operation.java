package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;

/** A request that has been read and can be run. Used by one thread. */
public interface Operation {

    OperationKind kind();

    /** How many rows it works on; the latency model charges each. */
    default int rows() {
        return 1;
    }

    /** Whether it works on a row whose key contains this text. */
    default boolean mentions(String text) {
        return false;
    }

    /**
     * Does it.
     *
     * @throws ApiError when the answer is an error; then nothing has been changed
     */
    Answer run(Execution execution);
}
