package io.d365hub.lane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The careful phase of a process after an unclean stop: until each suspect has had its verdict, one message at a time is
 * under way in the whole process, and only suspects and what is before them in their chains. Lanes with suspects take
 * turns. Thread-safe; once over, asking it takes no lock.
 */
final class CarefulStart {

    private static final Logger LOG = LoggerFactory.getLogger(CarefulStart.class);

    private final Suspects suspects;
    private final LaneSettings settings;
    private final LaneTime time;
    private final CopyOnWriteArrayList<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Set<String> present = new HashSet<>();
    private final Deque<Lane> turns = new ArrayDeque<>();
    private volatile boolean over;

    CarefulStart(Suspects suspects, LaneSettings settings, LaneTime time) {
        this.suspects = suspects;
        this.settings = settings;
        this.time = time;
        this.over = suspects.isEmpty();
        if (!over) {
            LOG.warn(
                    "The last run of the hub did not stop cleanly. {} messages were under way; they are tried one by one"
                            + " before normal work starts.",
                    suspects.count());
        }
    }

    boolean isOver() {
        return over;
    }

    /** The lane will deal with its suspects; returns their ids, none when there is nothing to do. */
    Set<UUID> open(Lane lane) {
        if (over) {
            return Set.of();
        }
        synchronized (this) {
            lanes.addIfAbsent(lane);
            if (present.add(lane.name())) {
                startLimits(present.size());
            }
            return suspects.of(lane.name());
        }
    }

    /**
     * Limits count from the lane that came last: a slow start has lanes come late and one after the other, and time without lanes
     * would be over before the suspects had their turn.
     */
    private void startLimits(int came) {
        time.after(settings.ownerWait().toNanos(), () -> ifNoMoreCame(came, this::dropLanesThatDidNotCome));
        time.after(settings.carefulLimit().toNanos(), () -> ifNoMoreCame(came, this::giveUp));
    }

    private synchronized void ifNoMoreCame(int came, Runnable step) {
        if (!over && present.size() == came) {
            step.run();
        }
    }

    synchronized boolean convicted(UUID message) {
        return suspects.convicted(message);
    }

    /** Whether it is this lane's turn; joins the line when it is not in it. */
    synchronized boolean takeTurn(Lane lane) {
        if (!turns.contains(lane)) {
            turns.add(lane);
        }
        return turns.peek() == lane;
    }

    /** The lane leaves the line, with nothing under way. */
    synchronized void endTurn(Lane lane) {
        if (turns.remove(lane)) {
            wake();
        }
    }

    /** The message had its verdict, or is nowhere to be seen. */
    synchronized void resolved(UUID message) {
        boolean counted = suspects.diedAlone(message);
        suspects.remove(message);
        if (suspects.isEmpty() || counted) {
            suspects.save();
        }
        if (suspects.isEmpty()) {
            end();
        }
    }

    private void dropLanesThatDidNotCome() {
        for (String lane : suspects.lanes()) {
            if (!present.contains(lane)) {
                suspects.of(lane).forEach(this::resolved);
            }
        }
    }

    private void giveUp() {
        LOG.warn(
                "The careful phase after the unclean stop took too long; normal work starts although {} messages that"
                        + " were under way have not been tried alone. If the hub stops again by itself, they are"
                        + " tried again.",
                suspects.count());
        suspects.clear();
        suspects.save();
        end();
    }

    private void end() {
        over = true;
        turns.clear();
        wake();
    }

    private void wake() {
        lanes.forEach(Lane::wake);
    }
}
