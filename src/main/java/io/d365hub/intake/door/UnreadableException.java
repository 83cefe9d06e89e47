package io.d365hub.intake.door;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;

/** A message at a door cannot become a message of the hub. Has no stack trace: it is a verdict. */
final class UnreadableException extends Exception {

    private final transient Failure failure;

    UnreadableException(String integration, String code, String why, String mend) {
        super(why, null, false, false);
        this.failure = Failure.of(
                FailureKind.UNREADABLE, code, "The message was not taken by '" + integration + "'.", why, mend);
    }

    Failure failure() {
        return failure;
    }
}
