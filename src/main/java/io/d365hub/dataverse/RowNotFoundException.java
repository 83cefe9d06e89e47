package io.d365hub.dataverse;

import io.d365hub.dataverse.client.RowRef;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;

/** The row to retrieve does not exist. */
public final class RowNotFoundException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    RowNotFoundException(RowRef row) {
        super("no row of " + row.table() + " has this " + row.keyNames());
        this.failure = Failure.of(
                FailureKind.REFUSED,
                "row-not-found",
                "A row of " + row.table() + " (key " + row.keyNames() + ") was not read.",
                "There is no such row.",
                "Check the key: the row was never written, or has been deleted. Then replay the message.");
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
