package io.d365hub.webhook.subscription;

import java.util.List;

/** A subscription cannot be as it is written. */
public final class InvalidSubscriptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param mistakes one sentence for each, naming the member */
    InvalidSubscriptionException(List<String> mistakes) {
        super(String.join(" ", mistakes));
    }
}
