package io.d365hub.webhook.subscription;

import java.util.List;

/** A subscription cannot be as it is written. */
public final class InvalidSubscriptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> mistakes;

    /** @param mistakes one sentence or some for each, beginning with the member in quotes if it has one */
    InvalidSubscriptionException(List<String> mistakes) {
        super(String.join(" ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    List<String> mistakes() {
        return mistakes;
    }
}
