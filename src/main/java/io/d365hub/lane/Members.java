package io.d365hub.lane;

import java.util.List;

/**
 * The hub processes that are alive, as this process saw them last. Implementations keep the list by heartbeat; no method
 * blocks. Thread-safe.
 */
public interface Members {

    /** The name of this process in the list. */
    String self();

    /** All processes that are alive, in the same order for whoever asks. */
    List<String> live();

    /** Tells the listener, on any thread, whenever the list has changed. */
    void onChange(Runnable listener);
}
