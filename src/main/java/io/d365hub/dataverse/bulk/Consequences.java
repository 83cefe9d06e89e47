package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.PartOutcome.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What follows from something that happened: decided under the lock, carried out without it. */
final class Consequences {

    /** Consequences of the usual event, one row that comes. */
    private static final int USUAL = 1;

    private final KeyQueues keys;
    private final Sending sending;

    private final List<Runnable> verdicts = new ArrayList<>();
    private final List<Runnable> steps = new ArrayList<>();
    private final ArrayDeque<Unit> behind = new ArrayDeque<>(USUAL);
    private final ArrayDeque<Group> touched = new ArrayDeque<>(USUAL);

    Consequences(KeyQueues keys, Sending sending) {
        this.keys = keys;
        this.sending = sending;
    }

    /** What carries out what was decided. */
    interface Sending {

        /** Asks for a call for the rows that wait in this group. */
        void wish(Group group);

        /** @param afterLoss whether it may be written already: a request before it has lost its answer */
        void sendAlone(Unit unit, boolean afterLoss);

        /** Has the verdicts told on the threads of the callers. */
        void deliver(List<Runnable> verdicts);
    }

    /** The unit is the first of all its keys now. */
    void first(Unit unit) {
        behind.add(unit);
    }

    private void free(Unit unit) {
        if (unit.standsInBrokenLine()) {
            settled(unit, PartOutcome.failed(unit.withdrawn()));
        } else if (unit.goesAlone || unit.group == null) {
            steps.add(() -> sending.sendAlone(unit, unit.afterLoss));
        } else {
            unit.group.addReady(unit);
            consider(unit.group);
        }
    }

    void alone(Unit unit, boolean afterLoss) {
        unit.goesAlone = true;
        unit.afterLoss = afterLoss;
        // Else it goes when those before it, which came back with it, have their verdicts.
        if (unit.behind == 0 && !behind.contains(unit)) {
            steps.add(() -> sending.sendAlone(unit, afterLoss));
        }
    }

    void settled(Unit unit, PartOutcome outcome) {
        if (unit.line != null && outcome.state() != State.DONE) {
            unit.line.breakOff();
        }
        unit.settled = true;
        keys.remove(unit, this::first);
        verdicts.add(() -> unit.settle(outcome));
    }

    /** Rows of one key may have come back together: only those that still have to be sent are free. */
    void release() {
        for (Unit unit = behind.poll(); unit != null; unit = behind.poll()) {
            if (!unit.settled) {
                free(unit);
            }
        }
    }

    void consider(Group group) {
        touched.add(group);
    }

    void decide() {
        release();
        for (Group group = touched.poll(); group != null; group = touched.poll()) {
            while (group.wantsCall()) {
                Group wishing = group;
                group.wished();
                steps.add(() -> sending.wish(wishing));
            }
        }
    }

    void carryOut() {
        steps.forEach(Runnable::run);
        sending.deliver(verdicts);
    }
}
