package io.d365hub.virtual.guard;

import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the failures of one source, and tells in the log when they begin; each of them would be too much. Thread-safe. */
final class SourceHealth {

    private static final Logger LOG = LoggerFactory.getLogger(SourceHealth.class);

    private final VirtualTable table;
    private final Counter failures;
    private final AtomicBoolean failing = new AtomicBoolean();

    SourceHealth(VirtualTable table, MeterRegistry meters) {
        this.table = table;
        this.failures = Counter.builder("hub.virtual.source.failures")
                .description("Calls of the sources of virtual tables that failed")
                .tag("table", table.path())
                .register(meters);
    }

    /** The source answered, if only to say that it has no such thing. */
    void answered() {
        // Most answers follow another one: reading costs less than writing.
        if (failing.get()) {
            failing.set(false);
        }
    }

    /** The source failed. What it said itself is not told: it may hold values of rows. */
    void failed(SourceException e) {
        failures.increment();
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "Virtual table {}: {} {}Nothing more is logged until its source answers again",
                    table.path(),
                    e.getMessage(),
                    e.getCause() == null
                            ? ""
                            : "Cause: " + e.getCause().getClass().getName() + ". ");
        }
    }
}
