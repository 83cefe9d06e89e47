package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.lane.LaneStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether rows of an integration may start: open, paused (the target is closed for a while) or suspended (somebody has to
 * mend something). While it is shut, one row at a time may go through to try the target: the one whose failure shut the
 * gate, when its lane still has it. Thread-safe; while open, asking it and reporting success take no lock.
 */
final class IntegrationGate {

    /** So many equal refusals, without one delivery between them, are a wrong set-up and not wrong data. */
    static final int EQUAL_REFUSALS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(IntegrationGate.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A pause that lasts longer than this is worth a line in the log. */
    private static final Duration QUIET_PAUSE = Duration.ofSeconds(10);

    private final String integration;
    private final Duration suspendedProbe;
    private final LaneTime time;
    private final LaneAlerts alerts;
    private final CopyOnWriteArrayList<Lane> lanes = new CopyOnWriteArrayList<>();

    private volatile boolean open = true;
    private volatile int refusals;

    // Guarded by this.
    private State state = State.RUNNING;
    private Failure why;
    private Instant until;
    private boolean becauseOfRefusals;
    private String refusalCode = "";
    private Lane prober;
    private boolean probeFree;
    private int pauses;
    private long shutAt;
    private long shutNanos;
    private boolean pauseTold;
    private long generation;

    IntegrationGate(String integration, Duration suspendedProbe, LaneTime time, LaneAlerts alerts) {
        this.integration = integration;
        this.suspendedProbe = suspendedProbe;
        this.time = time;
        this.alerts = alerts;
    }

    void add(Lane lane) {
        lanes.add(lane);
    }

    /** The lane holds no rows any more: whatever it was to try, another one may. */
    synchronized void withdraw(Lane lane) {
        if (prober == lane) {
            prober = null;
            wakeLanes();
        }
    }

    boolean isOpen() {
        return open;
    }

    /** While shut: true for the one row that may try the target now. Its verdict, or {@link #probeLost}, must follow. */
    synchronized boolean takeProbe(Lane lane) {
        if (open || !probeFree || (prober != null && prober != lane)) {
            return false;
        }
        probeFree = false;
        prober = lane;
        return true;
    }

    /** No row waits in the lane: if one of its rows was to try the target, any other row may. */
    synchronized void nothingWaits(Lane lane) {
        if (!open && probeFree && prober == lane) {
            offerProbeToAll();
        }
    }

    /** The verdict of the probe will not come, or says nothing of the target. */
    synchronized void probeLost() {
        if (!open) {
            offerProbeToAll();
        }
    }

    private void offerProbeToAll() {
        prober = null;
        offerProbe();
    }

    /** The target took a row. */
    void delivered(boolean probe) {
        if (refusals == 0 && open) {
            return;
        }
        synchronized (this) {
            refusals = 0;
            if (!open && (probe || becauseOfRefusals)) {
                reopen();
            }
        }
    }

    /** A row failed; {@code lane} holds it. Says nothing of what becomes of the row. */
    synchronized void failed(Failure failure, boolean probe, Lane lane) {
        switch (failure.kind()) {
            case THROTTLED -> throttled(failure, probe, lane);
            case MISCONFIGURED -> {
                if (state != State.SUSPENDED || probe) {
                    suspend(failure, lane, false);
                }
            }
            case TRANSIENT -> {
                if (probe && state == State.SUSPENDED) {
                    shut(State.SUSPENDED, why, suspendedProbe, null);
                } else if (probe) {
                    reopen();
                }
            }
            case REFUSED -> refusedProbe(failure, probe);
            case UNREADABLE, QUARANTINED -> {
                if (probe) {
                    // It never reached the target.
                    probeLost();
                }
            }
        }
    }

    private void refusedProbe(Failure failure, boolean probe) {
        if (!probe || open) {
            return;
        }
        if (becauseOfRefusals && refusalCode.equals(code(failure))) {
            shut(State.SUSPENDED, why, suspendedProbe, null);
        } else {
            // The target judges data again: what was shut for another reason is mended.
            reopen();
        }
    }

    /** A row became a dead letter because the target refused it. */
    synchronized void refused(Failure failure) {
        String code = code(failure);
        refusals = code.equals(refusalCode) ? refusals + 1 : 1;
        refusalCode = code;
        if (refusals >= EQUAL_REFUSALS && state != State.SUSPENDED) {
            suspend(
                    new Failure(
                            FailureKind.MISCONFIGURED,
                            failure.code(),
                            "%d messages in a row were refused for the same reason.".formatted(refusals),
                            failure.why(),
                            failure.mend(),
                            Optional.empty(),
                            false,
                            failure.requestId()),
                    null,
                    true);
        }
    }

    private static String code(Failure failure) {
        return failure.code().isEmpty() ? failure.why() : failure.code();
    }

    private void throttled(Failure failure, boolean probe, Lane lane) {
        if (!open && !probe) {
            return;
        }
        if (state == State.SUSPENDED) {
            shut(State.SUSPENDED, why, suspendedProbe, lane);
            return;
        }
        Duration growing = FIRST_PAUSE.multipliedBy(1L << Math.min(pauses, 4));
        Duration pause = growing.compareTo(LONGEST_PAUSE) < 0 ? growing : LONGEST_PAUSE;
        pauses++;
        shut(State.PAUSED, failure, failure.retryAfter().orElse(pause), lane);
        if (!pauseTold && time.nanoTime() - shutAt >= QUIET_PAUSE.toNanos()) {
            pauseTold = true;
            LOG.warn(
                    "Integration '{}' is paused: {} {} {}", integration, failure.what(), failure.why(), failure.mend());
        }
    }

    private void suspend(Failure failure, Lane lane, boolean refused) {
        boolean already = state == State.SUSPENDED;
        becauseOfRefusals = refused;
        shut(State.SUSPENDED, failure, suspendedProbe, lane);
        if (!already) {
            LOG.warn(
                    "Integration '{}' is suspended: {} {} {} It tries one message every {} s and goes on by itself.",
                    integration,
                    failure.what(),
                    failure.why(),
                    failure.mend(),
                    suspendedProbe.toSeconds());
            alerts.suspended(integration, failure);
        }
    }

    private void shut(State newState, Failure failure, Duration delay, Lane lane) {
        if (open) {
            shutAt = time.nanoTime();
            open = false;
        }
        state = newState;
        why = failure;
        until = time.now().plus(delay);
        prober = lane;
        probeFree = false;
        long mine = ++generation;
        time.after(delay.toNanos(), () -> due(mine));
    }

    private synchronized void due(long of) {
        if (!open && of == generation) {
            offerProbe();
        }
    }

    private void offerProbe() {
        probeFree = true;
        wakeLanes();
    }

    synchronized void resume() {
        refusals = 0;
        if (!open) {
            reopen();
        }
    }

    private void reopen() {
        boolean told = state == State.SUSPENDED || pauseTold;
        boolean suspended = state == State.SUSPENDED;
        shutNanos += time.nanoTime() - shutAt;
        state = State.RUNNING;
        why = null;
        until = null;
        prober = null;
        probeFree = false;
        becauseOfRefusals = false;
        refusals = 0;
        pauses = 0;
        pauseTold = false;
        generation++;
        open = true;
        if (told) {
            LOG.info("Integration '{}' works again.", integration);
        }
        if (suspended) {
            alerts.resumed(integration);
        }
        wakeLanes();
    }

    private void wakeLanes() {
        lanes.forEach(Lane::wake);
    }

    /** A clock that stands still while the integration is paused or suspended: patience is measured by it. */
    synchronized long runningNanos() {
        long now = time.nanoTime();
        return now - shutNanos - (open ? 0 : now - shutAt);
    }

    synchronized LaneStatus status(List<LaneStatus.PartitionStatus> partitions) {
        return new LaneStatus(integration, state, Optional.ofNullable(until), Optional.ofNullable(why), partitions);
    }
}
