package io.d365hub.lane;

import io.d365hub.message.Integration;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of an integration: a thread that sleeps until there is an event, and works in shifts, one for each
 * session with the broker. It never dies before it is stopped: what goes wrong ends the shift and starts another one, once
 * the calls that are under way have come back.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /** Verdicts must be committed although new messages keep coming. */
    private static final int MOST_EVENTS_A_COMMIT = 1000;

    /** So that the broker gives the partition to the one that should own it. */
    private static final Duration AFTER_GIVING_UP = Duration.ofMillis(300);

    /** For a process that should own the partition but was not ready for it. */
    private static final Duration GIVE_UP_AGAIN = Duration.ofSeconds(30);

    private static final Duration STATUS_WAIT = Duration.ofMillis(500);

    private final LaneContext context;
    private final int partition;
    private final String name;
    private final Mailbox mailbox = new Mailbox();
    private final Timetable timetable;
    private final FlightSlots slots;
    private final Thread thread;
    private final CountDownLatch disconnected = new CountDownLatch(1);
    private volatile LaneStatus.PartitionStatus lastStatus;
    private volatile boolean gaveUpCalls;

    // Used by the lane's thread only.
    private Shift shift;
    private boolean current;
    private boolean stopping;
    private boolean givingUp;
    private boolean resting;
    private int failures;
    private long shiftStarted;

    Lane(LaneContext context, int partition) {
        this.context = context;
        this.partition = partition;
        this.name = context.integration().name() + "." + partition;
        this.timetable = new Timetable(context.time(), mailbox);
        // Rows of the work queue, rows of one pass, those that wait for their commit, and some to spare.
        this.slots = context.recorded()
                ? context.recorder().slots(name, 2 * context.integration().startedLimit() + Shift.MOST_UNCOMMITTED + 2)
                : FlightSlots.NONE;
        this.lastStatus = away();
        this.thread = new Thread(this::run, "lane-" + name);
        thread.setDaemon(true);
        mailbox.ownedBy(thread);
    }

    String name() {
        return name;
    }

    Integration integration() {
        return context.integration();
    }

    LaneSettings settings() {
        return context.settings();
    }

    LaneTime time() {
        return context.time();
    }

    IntegrationGate gate() {
        return context.gate();
    }

    ReplayGate replays() {
        return context.replays();
    }

    CarefulStart careful() {
        return context.careful();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Timetable timetable() {
        return timetable;
    }

    FlightSlots slots() {
        return slots;
    }

    boolean isCurrent(Shift other) {
        return current && shift == other;
    }

    // --- Called from other threads

    /** Starts once no call of an earlier lane of this partition is under way any more. */
    void start(Thread predecessor) {
        Thread awaited = predecessor == null || !predecessor.isAlive() ? null : predecessor;
        if (awaited != null) {
            mailbox.put(() -> await(awaited));
        }
        thread.start();
    }

    private static void await(Thread predecessor) {
        try {
            predecessor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Thread thread() {
        return thread;
    }

    void wake() {
        mailbox.put(() -> {
            if (current) {
                shift.startWaiting();
            }
        });
    }

    /** Takes no more, lets started exchanges finish, commits and closes; see {@link #awaitStop}. */
    void stop() {
        mailbox.put(() -> {
            stopping = true;
            if (current) {
                shift.drain();
                Shift stopped = shift;
                timetable.after(settings().drainLimit(), () -> abandon(stopped));
            }
        });
    }

    private void abandon(Shift stopped) {
        if (isCurrent(stopped)) {
            LOG.debug("Lane {} stops although calls are under way; their messages will be delivered again.", name);
            gaveUpCalls = true;
            current = false;
            stopped.close();
            disconnected.countDown();
        }
    }

    /** Whether it stopped although calls were under way; known once {@link #awaitStop} has returned. */
    boolean hasGivenUpCalls() {
        return gaveUpCalls;
    }

    /** Whether the lane has let go of its partition. */
    boolean awaitStop(Duration limit) throws InterruptedException {
        return disconnected.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Another process may have come or gone. */
    void ownershipChanged() {
        mailbox.put(() -> {
            giveUpWhenNotMine();
            if (current) {
                shift.askWhoOwns();
            }
        });
    }

    LaneStatus.PartitionStatus status() {
        lastStatus = ask(() -> current ? shift.status(partition) : away()).orElse(lastStatus);
        return lastStatus;
    }

    boolean holds(UUID message) {
        return ask(() -> current && shift.holds(message)).orElse(false);
    }

    /** The lane's own answer; empty when it is too busy to give it soon. */
    private <T> Optional<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        mailbox.put(() -> answer.complete(question.get()));
        try {
            return Optional.of(answer.get(STATUS_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Lane {} is busy and did not answer.", name, e);
        }
        return Optional.empty();
    }

    private LaneStatus.PartitionStatus away() {
        return new LaneStatus.PartitionStatus(partition, false, false, 0, 0, 0, 0, Optional.empty());
    }

    // --- The lane's thread

    private void run() {
        try {
            while (!stopping) {
                work();
                if (!stopping) {
                    rest();
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("Lane {} was interrupted and stops; its messages stay queued.", name);
            if (current) {
                current = false;
                shift.close();
            }
        } finally {
            disconnected.countDown();
        }
    }

    /** One shift. */
    private void work() throws InterruptedException {
        // What came before, e.g. waiting for a predecessor.
        for (Runnable event = mailbox.poll(); event != null; event = mailbox.poll()) {
            event.run();
        }
        if (stopping) {
            return;
        }
        givingUp = false;
        try {
            shift = new Shift(this, context.connection().session(this, partition));
            current = true;
            shiftStarted = time().nanoTime();
            Shift opened = shift;
            context.connection().onLost(this, cause -> mailbox.put(() -> opened.lost(cause)));
            shift.open();
        } catch (Exception e) {
            context.connection().failed(e);
            if (current) {
                shift.lost(e);
            } else {
                failures++;
                return;
            }
        }
        while (!shift.isOver()) {
            pump();
        }
        if (current) {
            current = false;
            shift.close();
        }
        Throwable cause = shift.lossCause();
        if (cause == null) {
            failures = 0;
        } else {
            context.connection().failed(cause);
            boolean lasted =
                    time().nanoTime() - shiftStarted > settings().fence().toNanos();
            failures = lasted ? 1 : failures + 1;
        }
    }

    private void rest() throws InterruptedException {
        resting = true;
        Duration pause = givingUp ? AFTER_GIVING_UP : RetryDelays.reconnect(Math.max(0, failures - 1));
        timetable.after(pause, () -> resting = false);
        while (resting && !stopping) {
            mailbox.take().run();
        }
    }

    private void pump() throws InterruptedException {
        deal(mailbox.take());
        for (int i = 1; i < MOST_EVENTS_A_COMMIT; i++) {
            Runnable event = mailbox.poll();
            if (event == null) {
                event = mailbox.poll(shift.nanosToGather());
            }
            if (event == null) {
                break;
            }
            deal(event);
        }
        shift.afterEvents();
    }

    private void deal(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            shift.lost(e);
        }
    }

    /** The broker gave this lane its partition. */
    void becameOwner() {
        context.connection().works();
        if (!mine()) {
            timetable.after(GIVE_UP_AGAIN, this::giveUpWhenNotMine);
        }
    }

    private boolean mine() {
        return context.owned().mine(integration().name(), partition);
    }

    private void giveUpWhenNotMine() {
        if (current && shift.isOwner() && !mine()) {
            givingUp = true;
            shift.drain();
        }
    }

    // --- The route

    RouteCall route() {
        return context.route();
    }

    Verdict verdict(Attempt attempt) {
        try {
            return Verdict.of(attempt.exchange, context.classifier());
        } catch (RuntimeException e) {
            LOG.warn("A failure of integration '{}' could not be judged; its message is a dead letter.", name, e);
            return Verdict.unjudged(e);
        } finally {
            context.route().release(attempt.exchange);
        }
    }
}
