package io.d365hub.virtual.source.route;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;

/** A message about a changed row that cannot be told to Dataverse. Says nothing of the row's values. */
public final class ChangeNoticeException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    private ChangeNoticeException(Failure failure, Throwable cause) {
        super(failure.what() + " " + failure.why(), cause);
        this.failure = failure;
    }

    static ChangeNoticeException unreadable(String table, String why, Throwable cause) {
        return new ChangeNoticeException(
                Failure.of(
                        FailureKind.UNREADABLE,
                        "unreadable-change",
                        "Dataverse was not told of a changed row of virtual table " + table + ".",
                        why,
                        "Correct the mapping of the route so that it gives the row's columns as Dataverse names them, with the natural key as its id, then replay."),
                cause);
    }

    static ChangeNoticeException unknown(String table) {
        return new ChangeNoticeException(
                Failure.of(
                        FailureKind.MISCONFIGURED,
                        "unknown-virtual-table",
                        "Dataverse was not told of a changed row of virtual table " + table + ".",
                        "There is no such table.",
                        "Correct the name in the route, or declare the table; './hub virtual list' shows all."),
                null);
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
