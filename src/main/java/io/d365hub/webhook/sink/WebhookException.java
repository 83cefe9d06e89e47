package io.d365hub.webhook.sink;

import io.d365hub.failure.Failure;
import io.d365hub.failure.KnownFailure;

/** An event was not delivered to its receiver. */
public final class WebhookException extends RuntimeException implements KnownFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public WebhookException(Failure failure) {
        super(failure.what() + " " + failure.why());
        this.failure = failure;
    }

    @Override
    public Failure failure() {
        return failure;
    }
}
