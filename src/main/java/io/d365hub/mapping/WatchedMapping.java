package io.d365hub.mapping;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One step or expression of a team's own, and how many of its runs were given up and still compute. Thread-safe. */
final class WatchedMapping {

    /** So many processors are lost to it at most; a changed file is another mapping. */
    static final int MOST_RUNAWAYS = 3;

    private final String name;
    private final Duration limit;
    private final AtomicInteger runaways = new AtomicInteger();

    /**
     * @param name what its author calls it
     * @param limit how much processor time it may take for one message
     */
    WatchedMapping(String name, Duration limit) {
        this.name = name;
        this.limit = limit;
    }

    String name() {
        return name;
    }

    Duration limit() {
        return limit;
    }

    EndlessMappingException endless() {
        return EndlessMappingException.givenUp(name, limit);
    }

    void ranAway() {
        runaways.incrementAndGet();
    }

    void cameBack() {
        runaways.decrementAndGet();
    }

    /** Why it is not run now; empty when it may run. */
    Optional<EndlessMappingException> refusal() {
        int lost = runaways.get();
        return lost < MOST_RUNAWAYS ? Optional.empty() : Optional.of(EndlessMappingException.tooMany(name, lost));
    }
}
