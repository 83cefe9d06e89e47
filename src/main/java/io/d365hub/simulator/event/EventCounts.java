package io.d365hub.simulator.event;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the events. Thread-safe. */
final class EventCounts {

    final LongAdder fired = new LongAdder();
    final LongAdder tries = new LongAdder();
    final LongAdder delivered = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder trimmed = new LongAdder();

    Map<String, Object> snapshot(int waiting) {
        return Map.of(
                "fired", fired.sum(),
                "tries", tries.sum(),
                "delivered", delivered.sum(),
                "failed", failed.sum(),
                "trimmed", trimmed.sum(),
                "waiting", waiting);
    }
}
