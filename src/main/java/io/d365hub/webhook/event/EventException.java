package io.d365hub.webhook.event;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.failure.KnownFailure;

/** What came from a queue is no event that the route can read. */
@SuppressWarnings("serial") // never serialized
public final class EventException extends Exception implements KnownFailure {

    private final transient Failure failure;

    EventException(String code, String why, String mend) {
        super(why, null, false, false);
        this.failure = Failure.of(FailureKind.UNREADABLE, code, "The message is no event that can be read.", why, mend);
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
