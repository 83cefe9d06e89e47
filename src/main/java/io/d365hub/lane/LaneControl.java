package io.d365hub.lane;

import java.util.UUID;

/** What an operator sees of an integration, and may do. Thread-safe. */
public interface LaneControl {

    /** How it stands; may take a moment, because the lanes are asked. */
    LaneStatus status();

    /**
     * Whether a lane of this process has the message in hand: started, or waiting for one of the same key. A lane that is too busy to
     * tell does not have it. May take a moment.
     */
    boolean holds(UUID message);

    /** Ends a pause or suspension now. Harmless when there is none. */
    void resume();
}
