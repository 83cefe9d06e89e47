package io.d365hub.bus.bridge;

import io.d365hub.bus.Bus;
import io.d365hub.bus.Destination;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bridges that routes ask for. They carry nothing before {@link #open}, when the hub's doors are there. Thread-safe.
 */
public final class Bridges implements AutoCloseable {

    private final Map<Wanted, Bridge> running = new ConcurrentHashMap<>();
    private final Set<Wanted> waiting = new HashSet<>();
    private boolean open;

    private record Wanted(Bus bus, Destination place, LocalDoor door) {}

    /** Ends a bridge. */
    public interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    /** Brings the messages of a queue to a door until the answer is closed. */
    public synchronized Ending run(Bus bus, Destination place, LocalDoor door) {
        Wanted wanted = new Wanted(bus, place, door);
        if (open) {
            running.put(wanted, new Bridge(bus, place, door));
        } else {
            waiting.add(wanted);
        }
        return () -> end(wanted);
    }

    private void end(Wanted wanted) {
        Bridge bridge;
        synchronized (this) {
            waiting.remove(wanted);
            bridge = running.remove(wanted);
        }
        if (bridge != null) {
            bridge.close();
        }
    }

    /** From here on messages come. */
    public synchronized void open() {
        open = true;
        waiting.forEach(wanted -> running.put(wanted, new Bridge(wanted.bus(), wanted.place(), wanted.door())));
        waiting.clear();
    }

    /** Whether a bridge hears its bus. */
    public enum Hearing {
        HEARS,
        /** The hub has so many messages that it leaves the others where they are. */
        FULL,
        /** It cannot reach the bus, or has not tried yet. */
        LOST
    }

    /**
     * How a bridge stands.
     *
     * @param bus its name
     * @param place where the messages come from
     * @param because why it does not hear the bus; empty when it does, or nothing is wrong
     */
    public record State(String bus, Destination place, Hearing hearing, String because) {}

    /** How all of them stand. */
    public List<State> states() {
        return running.entrySet().stream()
                .map(one -> new State(
                        one.getKey().bus().name(),
                        one.getKey().place(),
                        one.getValue().hearing(),
                        one.getValue().trouble()))
                .toList();
    }

    @Override
    public void close() {
        for (Wanted wanted : Set.copyOf(running.keySet())) {
            end(wanted);
        }
    }
}
