package io.d365hub.dataverse;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;

/** A message does not hold the row that the endpoint expects. Names what is missing, never a value. */
public final class UnreadableRowException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    UnreadableRowException(String table, String why) {
        super(why);
        this.failure = Failure.of(
                FailureKind.UNREADABLE,
                "unreadable-row",
                "Nothing was sent to Dataverse (table " + table + ").",
                why.endsWith(".") ? why : why + ".",
                "Correct the mapping of the route so that it gives what the dataverse endpoint expects, then replay.");
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
