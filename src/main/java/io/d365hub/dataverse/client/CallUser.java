package io.d365hub.dataverse.client;

import io.d365hub.throttle.Governor;
import io.d365hub.throttle.PausedException;
import java.time.Duration;
import java.util.Optional;

/** One application user: its token, its budgets, and whether the service refuses it altogether. Thread-safe. */
final class CallUser {

    /** How long a user that is set up wrongly is left out, where there are others. */
    private static final Duration LEFT_OUT = Duration.ofSeconds(60);

    private final AccessTokens tokens;
    private final Governor governor;
    private volatile boolean refused;

    CallUser(AccessTokens tokens, Governor governor) {
        this.tokens = tokens;
        this.governor = governor;
    }

    AccessTokens tokens() {
        return tokens;
    }

    Governor governor() {
        return governor;
    }

    boolean isOpen() {
        return governor.paused().isEmpty();
    }

    Duration remainingPause() {
        return governor.paused().map(PausedException::remaining).orElse(Duration.ZERO);
    }

    /** It has a wrong secret, no role or the like: left out for a while, so that it does not stop the others. */
    void refused(String why) {
        refused = true;
        governor.pause(why, Optional.of(LEFT_OUT));
    }

    boolean isRefused() {
        return refused && !isOpen();
    }

    /** There is nobody else to call as: perhaps it has been set up rightly meanwhile. */
    void hearAgain() {
        if (isRefused()) {
            governor.resume();
        }
    }

    void accepted() {
        if (refused) {
            refused = false;
        }
    }
}
