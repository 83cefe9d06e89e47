package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.JointCalls;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.PartOutcome.State;
import io.d365hub.dataverse.client.Ready;
import io.d365hub.dataverse.client.ReadyRow;
import io.d365hub.dataverse.client.RowResult;
import io.d365hub.dataverse.client.Turn;
import io.d365hub.failure.FailureKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Sends what a call carries, and takes apart what failed as a whole, so that only what is bad fails. */
final class Shipping {

    private final JointCalls calls;
    private final Object lock;
    private final LongSupplier nanoTime;

    Shipping(JointCalls calls, Object lock, LongSupplier nanoTime) {
        this.calls = calls;
        this.lock = lock;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends the cargo.
     *
     * @param arrived gets units with their outcomes, some at a time
     * @param landed called once, when the call itself is over
     */
    void ship(Group group, Cargo cargo, Turn turn, BiConsumer<List<Unit>, List<PartOutcome>> arrived, Runnable landed) {
        long start = nanoTime.getAsLong();
        List<Unit> units = cargo.units();
        switch (cargo.form()) {
            case SINGLE -> {
                RowUnit only = (RowUnit) units.get(0);
                Guard.over(
                        units,
                        Outcomes.of(turn.write(only.ready(), only.wanted).thenApply(List::of))
                                .thenAccept(outcome -> {
                                    learn(group, cargo, start, outcome.state() == State.DONE);
                                    arrived.accept(units, List.of(outcome));
                                    landed.run();
                                }));
            }
            case MULTIPLE -> {
                Guard.over(units, turn.multiple(group.names(), rows(units)).handle((results, failure) -> {
                    if (failure == null) {
                        learn(group, cargo, start, true);
                        // The next call leaves first: a thousand verdicts take their time.
                        landed.run();
                        arrived.accept(units, done(results));
                    } else {
                        landed.run();
                        takeApart(group, units, Outcomes.unwrapped(failure), arrived);
                    }
                    return null;
                }));
            }
            case BATCH, PIECE, ORDERED -> {
                Guard.over(units, batch(group, cargo, turn, start, arrived).thenRun(landed));
            }
        }
    }

    private static List<ReadyRow> rows(List<Unit> units) {
        return units.stream().map(unit -> ((RowUnit) unit).ready()).toList();
    }

    private static List<PartOutcome> done(List<RowResult> results) {
        return results.stream().map(result -> PartOutcome.done(List.of(result))).toList();
    }

    private CompletableFuture<Void> batch(
            Group group, Cargo cargo, Turn turn, long start, BiConsumer<List<Unit>, List<PartOutcome>> arrived) {
        List<Unit> units = cargo.units();
        List<Ready> parts = units.stream().map(Unit::ready).toList();
        return turn.batch(parts, cargo.form() == Cargo.Form.ORDERED).handle((outcomes, failure) -> {
            if (failure == null) {
                boolean clean = outcomes.stream().allMatch(outcome -> outcome.state() == State.DONE);
                learn(group, cargo, start, clean);
                arrived.accept(units, outcomes);
            } else {
                refused(group, cargo, Outcomes.unwrapped(failure), arrived);
            }
            return null;
        });
    }

    /** A bulk message has failed, and with it all its rows, good and bad. */
    private void takeApart(
            Group group, List<Unit> units, RuntimeException why, BiConsumer<List<Unit>, List<PartOutcome>> arrived) {
        if (!(why instanceof DataverseException known) || concernsAll(known)) {
            arrived.accept(units, all(units, why));
            return;
        }
        if (known.isAnswerLost()) {
            tooMuch(group, units);
            arrived.accept(
                    units,
                    units.stream()
                            .map(unit -> PartOutcome.lost(unit.ready(), known))
                            .toList());
            return;
        }
        int piece;
        synchronized (lock) {
            if (known.lacksOperation()) {
                group.trust.unsupported();
            } else {
                group.trust.bulk(true);
            }
            if (known.asksForLess()) {
                group.pace.tooMuch(units.size());
            }
            piece = group.pace.piece(units.size());
        }
        pieces(group, units, piece, arrived);
    }

    private void pieces(Group group, List<Unit> units, int piece, BiConsumer<List<Unit>, List<PartOutcome>> arrived) {
        for (int i = 0; i < units.size(); i += piece) {
            Cargo part = new Cargo(units.subList(i, Math.min(units.size(), i + piece)), Cargo.Form.PIECE);
            Guard.over(
                    part.units(),
                    calls.turn(group.key.priority(), group.key.home()).handle((turn, failure) -> {
                        piece(group, part, turn, failure, arrived);
                        return null;
                    }));
        }
    }

    private void piece(
            Group group, Cargo part, Turn turn, Throwable failure, BiConsumer<List<Unit>, List<PartOutcome>> arrived) {
        if (turn == null) {
            arrived.accept(part.units(), all(part.units(), Outcomes.unwrapped(failure)));
        } else {
            Guard.over(part.units(), batch(group, part, turn, nanoTime.getAsLong(), arrived));
        }
    }

    /** A batch was refused as a whole: smaller ones may pass, and in the end each part by itself. */
    private void refused(
            Group group, Cargo cargo, RuntimeException why, BiConsumer<List<Unit>, List<PartOutcome>> arrived) {
        List<Unit> units = cargo.units();
        if (!(why instanceof DataverseException known) || concernsAll(known)) {
            arrived.accept(units, all(units, why));
        } else if (cargo.form() == Cargo.Form.ORDERED || units.size() == 1) {
            arrived.accept(
                    units,
                    IntStream.range(0, units.size())
                            .mapToObj(i -> i == 0 ? PartOutcome.ALONE : PartOutcome.NOT_RUN)
                            .toList());
        } else {
            tooMuch(group, units);
            pieces(group, units, (units.size() + 1) / 2, arrived);
        }
    }

    /** A pause, a refused user, something that is not Dataverse: nothing that smaller requests would mend. */
    private static boolean concernsAll(DataverseException why) {
        FailureKind kind = why.failure().kind();
        return kind == FailureKind.THROTTLED
                || (kind == FailureKind.MISCONFIGURED && (why.status() == 401 || why.status() < 400));
    }

    private static List<PartOutcome> all(List<Unit> units, RuntimeException why) {
        return units.stream().map(unit -> Outcomes.failed(unit, why)).toList();
    }

    private void learn(Group group, Cargo cargo, long start, boolean done) {
        long took = nanoTime.getAsLong() - start;
        synchronized (lock) {
            if (done) {
                group.pace.took(cargo.weight(), took);
            }
            if (cargo.form() == Cargo.Form.MULTIPLE) {
                group.trust.bulk(!done);
            } else if (cargo.form() == Cargo.Form.BATCH) {
                group.trust.batch(done);
            }
        }
    }

    private void tooMuch(Group group, List<Unit> units) {
        synchronized (lock) {
            group.pace.tooMuch(units.stream().mapToInt(Unit::weight).sum());
        }
    }
}
