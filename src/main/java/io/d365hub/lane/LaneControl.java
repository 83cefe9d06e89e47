package io.d365hub.lane;

/** What an operator sees of an integration, and may do. Thread-safe. */
public interface LaneControl {

    /** How it stands; may take a moment, because the lanes are asked. */
    LaneStatus status();

    /** Ends a pause or suspension now. Harmless when there is none. */
    void resume();
}
