package io.d365hub.simulator.limits;

import java.util.Locale;

/** Which of the limits was exceeded. */
public enum LimitKind {
    REQUESTS {
        @Override
        String message(Limits limits) {
            return String.format(
                    Locale.ROOT,
                    "Number of requests exceeded the limit of %d over time window of %.0f seconds.",
                    limits.requests(),
                    limits.windowSeconds());
        }
    },
    EXECUTION_TIME {
        @Override
        String message(Limits limits) {
            return String.format(
                    Locale.ROOT,
                    "Combined execution time of incoming requests exceeded limit of %,.0f milliseconds over time window"
                            + " of %.0f seconds. Decrease number of concurrent requests or reduce the duration of"
                            + " requests and try again later.",
                    limits.executionSeconds() * 1000,
                    limits.windowSeconds());
        }
    },
    CONCURRENCY {
        @Override
        String message(Limits limits) {
            return "Number of concurrent requests exceeded the limit of " + limits.concurrency() + ".";
        }
    };

    abstract String message(Limits limits);
}
