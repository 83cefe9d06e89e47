package io.d365hub;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in the opposite order. A part that does not stop cleanly keeps no other from stopping. */
final class RunningParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    /** Remembers to close the part before all that were started earlier. */
    <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("A part of the hub did not stop cleanly", e);
            }
        }
    }
}
