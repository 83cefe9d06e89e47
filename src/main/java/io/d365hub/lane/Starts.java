package io.d365hub.lane;

import io.d365hub.failure.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/**
 * Starts the rows of a shift, keeps those that may not start yet in order, and counts those that are under way. Used by
 * the lane's thread only.
 */
final class Starts {

    private static final Duration UNTIL_COMMITTED = Duration.ofMillis(20);

    private final Shift shift;
    private final Lane lane;
    private final LaneSession session;
    private final Deque<Row> waiting = new ArrayDeque<>();
    private final Set<Attempt> underWay = new LinkedHashSet<>();

    Starts(Shift shift, Lane lane, LaneSession session) {
        this.shift = shift;
        this.lane = lane;
        this.session = session;
    }

    /** The row is the first of its key: starts it now, or once it may. */
    void ready(Row row) throws ActiveMQException {
        if (shift.isDraining()) {
            return;
        }
        if (mayStart(row)) {
            start(row, false);
        } else {
            waiting.addLast(row);
        }
    }

    private boolean mayStart(Row row) {
        if (!lane.careful().isOver()) {
            return false;
        }
        if (lane.gate().isOpen()) {
            return true;
        }
        row.probe = lane.gate().takeProbe(lane);
        return row.probe;
    }

    /** Something that kept rows waiting may have changed. */
    void startWaiting() throws ActiveMQException {
        if (waiting.isEmpty()) {
            // The row that met the closed target may have been written meanwhile, in the careful phase.
            lane.gate().nothingWaits(lane);
        }
        while (!shift.isDraining() && !waiting.isEmpty() && mayStart(waiting.peekFirst())) {
            start(waiting.pollFirst(), false);
        }
    }

    /** During the careful phase: starts the row if it waits. */
    void startAlone(Row row) throws ActiveMQException {
        if (takeOut(row)) {
            start(row, true);
        }
    }

    /** The row will not be started; false when it was not waiting. */
    boolean takeOut(Row row) {
        return waiting.remove(row);
    }

    void later(Row row, Duration delay) {
        lane.timetable().after(delay, shift.guarded(() -> ready(row)));
    }

    /** The row came back undone through no fault of its own: it is the next one to start. */
    void again(Row row) {
        rest(row);
        waiting.addFirst(row);
    }

    private void start(Row row, boolean alone) throws ActiveMQException {
        if (row.isReplay() && !row.admitted && !alone) {
            ask(row);
            return;
        }
        if (!alone && row.mayRun()) {
            OrderedTarget.Line line = lane.route().line();
            row.run = line == null ? null : new Run(line);
        }
        run(row, alone);
        if (row.run != null) {
            startBehind(row.run);
        }
    }

    private void ask(Row row) {
        Optional<ReplayGate.Question> question = shift.question(row);
        if (question.isEmpty()) {
            later(row, UNTIL_COMMITTED);
            return;
        }
        lane.replays().ask(question.get(), refusal -> lane.mailbox().put(shift.guarded(() -> answered(row, refusal))));
    }

    private void answered(Row row, Optional<Failure> refusal) throws ActiveMQException {
        if (shift.isDraining()) {
            return;
        }
        if (refusal.isPresent()) {
            shift.sendBack(row, refusal.get());
        } else {
            row.admitted = true;
            start(row, false);
        }
    }

    private void run(Row row, boolean alone) throws ActiveMQException {
        session.verifyAfter(lane.settings().fence());
        row.attempts++;
        row.inLine = false;
        row.slot = lane.slots().take(row.message.id(), alone);
        RouteCall route = lane.route();
        Attempt attempt = new Attempt(row, route.exchange(row.message, row.attempts), lane.mailbox());
        row.current = attempt;
        underWay.add(attempt);
        if (row.run != null) {
            row.run.started(row);
            row.run.line.add(attempt.exchange, attempt::inLine);
        }
        route.run(attempt.exchange, attempt);
    }

    /** The target has the row in line. */
    void inLine(Attempt attempt) throws ActiveMQException {
        Row row = attempt.row;
        if (row.current == attempt) {
            row.inLine = true;
            startBehind(row.run);
        }
    }

    /** Starts the rows behind the last one of a run, as far as they may start now. */
    void startBehind(Run run) throws ActiveMQException {
        for (Row next = run.next(); next != null && mayRunNow(next); next = run.next()) {
            next.run = run;
            run(next, false);
        }
    }

    private boolean mayRunNow(Row row) {
        return row.mayRun()
                && shift.isWorking()
                && lane.careful().isOver()
                && lane.gate().isOpen();
    }

    /** The route is done with the row; false when it had said so before. */
    boolean ended(Attempt attempt) {
        if (attempt.row.current != attempt) {
            return false;
        }
        attempt.row.current = null;
        underWay.remove(attempt);
        return true;
    }

    /** The row is not under way for now: nothing of it is in the flight recorder. */
    void rest(Row row) {
        lane.slots().clear(row.slot);
        row.slot = Row.NO_SLOT;
    }

    int underWay() {
        return underWay.size();
    }

    /**
     * The session is lost, and soon another lane may work on the same rows: a step that has not sent anything yet, such as
     * a call that waits for its turn, should not send it any more. Camel's mark for that is rollback only.
     */
    void withdraw() {
        underWay.forEach(attempt -> attempt.exchange.setRollbackOnly(true));
    }
}
