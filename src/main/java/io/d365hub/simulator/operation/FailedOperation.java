package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.ApiError;

/**
 * An operation whose answer is known to be an error.
 *
 * @param kind what it would have been
 * @param error its answer
 */
public record FailedOperation(OperationKind kind, ApiError error) implements Operation {

    @Override
    public int rows() {
        return 0;
    }

    @Override
    public Answer run(Execution execution) {
        throw error;
    }
}
