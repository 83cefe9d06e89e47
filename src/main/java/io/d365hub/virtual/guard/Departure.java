package io.d365hub.virtual.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the caller of a request is still there to hear the answer. When he leaves, questions that nobody else waits for are
 * given up in their source. Thread-safe; nothing here blocks.
 */
public final class Departure {

    private final List<Runnable> consequences = new ArrayList<>(1);
    private boolean gone;

    /** A caller who waits for ever. */
    public static Departure never() {
        return new Departure();
    }

    /** The caller is gone. Does nothing the second time. */
    public void leave() {
        List<Runnable> due;
        synchronized (this) {
            gone = true;
            due = List.copyOf(consequences);
            consequences.clear();
        }
        due.forEach(Runnable::run);
    }

    /** Runs something when he leaves; at once when he has left. */
    void then(Runnable consequence) {
        synchronized (this) {
            if (!gone) {
                consequences.add(consequence);
                return;
            }
        }
        consequence.run();
    }
}
