package io.d365hub.batch.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides what happens when a batch is due: its run starts, it waits for the batches before it, or it is skipped because a
 * run of it is under way. Keeps nothing itself, so that any hub can go on with what waits. Thread-safe.
 */
final class Dues {

    /** A batch that waits was due at this time and the batches before it are to be done since. */
    record Times(Optional<Instant> last, Optional<Instant> next) {}

    private final BatchOrder order;
    private final BatchStarts starts;
    private final Firings firings;
    private final Function<String, Times> timetable;

    /** @param timetable when a batch was due last and will be next; both empty for one without times */
    Dues(BatchOrder order, BatchStarts starts, Firings firings, Function<String, Times> timetable) {
        this.order = order;
        this.starts = starts;
        this.firings = firings;
        this.timetable = timetable;
    }

    /** The timetable says that a batch is due. */
    void due(String batch, Instant planned) {
        List<String> missing = missing(batch, planned);
        if (missing.isEmpty()) {
            firings.decided(batch, planned, Firing.Cause.TIMETABLE, started(batch, Firing.Cause.TIMETABLE));
        } else {
            firings.waits(batch, planned, Firing.Cause.TIMETABLE, waitsFor(missing));
        }
    }

    /** Starts the batches before this one, and has it and those between wait for them. */
    void chain(String batch, Instant now) {
        for (String member : order.chain(batch)) {
            List<String> parents = order.of(member).orElseThrow().after();
            if (parents.isEmpty()) {
                firings.decided(member, now, Firing.Cause.CHAIN, started(member, Firing.Cause.CHAIN));
            } else {
                firings.waits(member, now, Firing.Cause.CHAIN, waitsFor(parents));
            }
        }
    }

    /** Starts what waited for batches that are done by now. */
    void look() {
        firings.waiting().forEach(this::look);
        order.all().stream()
                .filter(timetable -> timetable.when().isEmpty())
                .filter(timetable -> !timetable.after().isEmpty())
                .forEach(this::lookAfterParents);
    }

    private void look(Firing waiting) {
        if (order.of(waiting.batch()).isEmpty()) {
            firings.decide(waiting, BatchStarts.Started.notStarted("No running route declares the batch any more."));
        } else if (isReady(waiting)) {
            firings.decide(waiting, started(waiting.batch(), waiting.cause()));
        }
    }

    private boolean isReady(Firing waiting) {
        return waiting.cause() == Firing.Cause.CHAIN
                ? order.of(waiting.batch()).orElseThrow().after().stream()
                        .allMatch(parent -> isDoneSince(parent, waiting.plannedAt()))
                : missing(waiting.batch(), waiting.plannedAt()).isEmpty();
    }

    /** A batch without times starts each time that all batches before it are done anew. */
    private void lookAfterParents(Timetable child) {
        Optional<Instant> last = starts.lastStart(child.batch());
        Optional<Instant> newest = Optional.empty();
        for (String parent : child.after()) {
            Optional<Instant> done = starts.lastGoodEnd(parent);
            if (done.isEmpty() || (last.isPresent() && !done.get().isAfter(last.get()))) {
                return;
            }
            newest = newest.filter(known -> known.isAfter(done.get())).or(() -> done);
        }
        BatchStarts.Started started = started(child.batch(), Firing.Cause.PARENTS);
        if (started.isStarted()) {
            firings.decided(child.batch(), newest.orElseThrow(), Firing.Cause.PARENTS, started);
        } // else a run is under way: the next look tries again
    }

    private BatchStarts.Started started(String batch, Firing.Cause cause) {
        return starts.start(batch, cause.words());
    }

    /** The batches before this one that are not done since they were due themselves. */
    private List<String> missing(String batch, Instant planned) {
        return order.of(batch).map(Timetable::after).orElse(List.of()).stream()
                .filter(parent -> !isDoneSince(parent, dueSince(parent, planned)))
                .toList();
    }

    private boolean isDoneSince(String batch, Instant since) {
        return starts.lastGoodEnd(batch).filter(end -> !end.isBefore(since)).isPresent();
    }

    /** When the batch was due last, seen from the planned time: one that is due at the same moment may not have started yet. */
    private Instant dueSince(String batch, Instant planned) {
        Timetable known = order.of(batch).orElseThrow();
        if (known.when().isPresent()) {
            Times times = timetable.apply(batch);
            return times.next()
                    .filter(next -> !next.isAfter(planned))
                    .or(times::last)
                    .orElse(Instant.EPOCH);
        }
        return known.after().stream()
                .map(parent -> dueSince(parent, planned))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static String waitsFor(List<String> parents) {
        return "It waits for " + String.join(" and ", parents) + ".";
    }
}
