package io.d365hub;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that dead letters do not grow without end: warns before they reach their limit, and closes the doors at it. Nothing is
 * ever dropped. Thread-safe.
 */
final class LetterLimit {

    private static final Logger LOG = LoggerFactory.getLogger(LetterLimit.class);

    private static final int WARN_PERCENT = 80;

    private final LongSupplier dead;
    private final long limit;
    private boolean warned;
    private volatile Optional<String> closed = Optional.empty();

    /**
     * Has not looked yet.
     *
     * @param dead counts the messages that are dead letters and open
     */
    LetterLimit(LongSupplier dead, long limit) {
        this.dead = dead;
        this.limit = limit;
    }

    /** Looks; to be called every few seconds. */
    synchronized void sample() {
        long now = dead.getAsLong();
        boolean high = now * 100 >= limit * WARN_PERCENT;
        if (high && !warned) {
            LOG.warn(
                    "There are {} open dead letters; at {} (hub.dead-letters.limit) the doors close. Begin with"
                            + " './hub dead-letters groups'.",
                    now,
                    limit);
        }
        warned = high;
        closed = now < limit
                ? Optional.empty()
                : Optional.of("There are " + now + " open dead letters, and the hub keeps at most " + limit + ".");
    }

    /** Why nothing may be taken; empty while there is room. */
    Optional<String> closed() {
        return closed;
    }
}
