package io.d365hub.dataverse.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Writes rows and changesets with one {@code $batch}, each part for itself, in order. A part that a batch cannot settle (a
 * race, a lost answer, a key that no address can hold) is settled by a request of its own. Thread-safe.
 */
public final class Batches {

    /** One part: a row, or the rows of one transaction. */
    public record Part(List<RowChange> changes, boolean changeset) {

        public Part {
            changes = List.copyOf(changes);
        }
    }

    private final DataverseClient client;

    Batches(DataverseClient client) {
        this.client = client;
    }

    /**
     * Writes the parts.
     *
     * @param stopAtFailure whether those behind a part that fails are left alone; else all are tried
     * @param wanted asked before each request; false ends the operation as TRANSIENT
     * @return one outcome per part: done, failed or not run; fails when the batch was refused as a whole
     * @throws IllegalArgumentException for no operations or more than 1,000
     */
    public CompletableFuture<List<PartOutcome>> write(List<Part> parts, boolean stopAtFailure, BooleanSupplier wanted) {
        int operations = parts.stream().mapToInt(part -> part.changes().size()).sum();
        if (operations == 0 || operations > BatchRequest.MOST_ROWS) {
            throw new IllegalArgumentException(
                    "A batch has " + operations + " operations; it must have 1 to " + BatchRequest.MOST_ROWS);
        }
        return new Run(parts, stopAtFailure, wanted).from(0);
    }

    /** One batch on its way. Used by one request after another. */
    private final class Run {

        private final List<Part> parts;
        private final List<Optional<? extends Ready>> ready;
        private final boolean stopAtFailure;
        private final BooleanSupplier wanted;
        private final List<PartOutcome> outcomes = new ArrayList<>();

        Run(List<Part> parts, boolean stopAtFailure, BooleanSupplier wanted) {
            this.parts = parts;
            this.stopAtFailure = stopAtFailure;
            this.wanted = wanted;
            this.ready = new ArrayList<>();
            for (Part part : parts) {
                ready.add(
                        part.changeset()
                                ? client.joint().ready(part.changes())
                                : client.joint().ready(part.changes().get(0)));
            }
        }

        CompletableFuture<List<PartOutcome>> from(int begin) {
            if (begin == parts.size() || (stopAtFailure && failed())) {
                while (outcomes.size() < parts.size()) {
                    outcomes.add(PartOutcome.NOT_RUN);
                }
                return CompletableFuture.completedFuture(outcomes);
            }
            int end = begin;
            List<Ready> together = new ArrayList<>();
            while (end < parts.size() && ready.get(end).isPresent()) {
                together.add(ready.get(end++).get());
            }
            if (together.isEmpty()) {
                return settled(begin, PartOutcome.ALONE).thenCompose(outcome -> from(begin + 1));
            }
            return client.joint()
                    .turn(Wanted.priority(wanted))
                    .thenCompose(turn -> {
                        if (wanted.getAsBoolean()) {
                            return turn.batch(together, stopAtFailure);
                        }
                        turn.unused();
                        return CompletableFuture.failedFuture(together.get(0).withdrawn());
                    })
                    .exceptionallyCompose(failure -> refused(together, Calls.unwrapped(failure)))
                    .thenCompose(answers -> settled(begin, answers));
        }

        /** With parts carried out before, the whole must not be repeated: these parts have failed, each for itself. */
        private CompletableFuture<List<PartOutcome>> refused(List<Ready> together, Throwable failure) {
            if (outcomes.isEmpty() || !(failure instanceof DataverseException known)) {
                return CompletableFuture.failedFuture(failure);
            }
            List<PartOutcome> answers = new ArrayList<>();
            together.forEach(part -> answers.add(PartOutcome.failed(known)));
            return CompletableFuture.completedFuture(answers);
        }

        private boolean failed() {
            return outcomes.stream().anyMatch(outcome -> outcome.state() == PartOutcome.State.FAILED);
        }

        /** Parts that need a request of their own get it; in a batch that stops, those behind them come after it. */
        private CompletableFuture<List<PartOutcome>> settled(int begin, List<PartOutcome> answers) {
            CompletableFuture<PartOutcome> before = CompletableFuture.completedFuture(PartOutcome.NOT_RUN);
            int count = answers.size();
            for (int i = 0; i < answers.size(); i++) {
                PartOutcome answer = answers.get(i);
                int index = begin + i;
                if (answer.state() == PartOutcome.State.NOT_RUN) {
                    count = i;
                    break;
                }
                before = before.thenCompose(ignored -> settled(index, answer));
            }
            int next = begin + count;
            return before.thenCompose(ignored -> from(next));
        }

        private CompletableFuture<PartOutcome> settled(int index, PartOutcome answer) {
            CompletableFuture<PartOutcome> outcome =
                    switch (answer.state()) {
                        case ALONE -> alone(parts.get(index), false);
                        case ALONE_AFTER_LOSS -> alone(parts.get(index), true);
                        case DONE, FAILED, NOT_RUN -> CompletableFuture.completedFuture(answer);
                    };
            return outcome.whenComplete((done, failure) -> {
                if (done != null) {
                    outcomes.add(done);
                }
            });
        }

        private CompletableFuture<PartOutcome> alone(Part part, boolean afterLoss) {
            CompletableFuture<List<RowResult>> written;
            if (part.changeset()) {
                written = afterLoss
                        ? client.joint().writeAfterLoss(part.changes(), wanted)
                        : client.changeset(part.changes(), wanted);
            } else {
                RowChange change = part.changes().get(0);
                written = (afterLoss ? client.joint().writeAfterLoss(change, wanted) : client.write(change, wanted))
                        .thenApply(List::of);
            }
            return written.thenApply(PartOutcome::done)
                    .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof DataverseException known
                            ? CompletableFuture.completedFuture(PartOutcome.failed(known))
                            : CompletableFuture.failedFuture(failure));
        }
    }
}
