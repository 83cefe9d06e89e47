package io.d365hub.throttle;

import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The governors of this process, one per environment and user: whoever calls the same environment as the same user shares
 * one, because the far side counts them together. Thread-safe.
 */
public final class Governors {

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Alarm alarm;
    private final TreeMap<String, Governor> byName = new TreeMap<>();

    public Governors(InstantSource clock, LongSupplier nanoTime) {
        this(clock, nanoTime, Alarm.SYSTEM);
    }

    /** @param alarm wakes those who wait for time to pass */
    public Governors(InstantSource clock, LongSupplier nanoTime, Alarm alarm) {
        this.alarm = Objects.requireNonNull(alarm, "alarm");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * The governor of this environment and user.
     *
     * @param environment host and port as the reader knows them
     * @param user application (client) id; shown in descriptions
     * @param settings used when this is the first to ask
     */
    public synchronized Governor of(String environment, String user, GovernorSettings settings) {
        return byName.computeIfAbsent(
                environment + " as " + user, name -> new Governor(environment, user, settings, clock, nanoTime, alarm));
    }

    /** How each stands now, ordered by environment and user. */
    public synchronized List<GovernorSnapshot> snapshots() {
        return byName.values().stream().map(Governor::snapshot).toList();
    }

    /** One sentence per governor, ordered by environment. */
    public synchronized List<String> describe() {
        return byName.values().stream().map(Governor::describe).toList();
    }
}
