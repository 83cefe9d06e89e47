package io.d365hub.dataverse.client;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Writes rows in one transaction: sends them as a changeset, judges the answer, and repeats where that is safe and helps. */
final class ChangesetWriter {

    private final Calls calls;
    private final Planner planner;
    private final String basePath;
    private final InstantSource clock;
    private final Function<BooleanSupplier, Deadline> deadlines;
    private final Random random;

    ChangesetWriter(
            Calls calls,
            Planner planner,
            String basePath,
            InstantSource clock,
            Function<BooleanSupplier, Deadline> deadlines,
            Random random) {
        this.calls = calls;
        this.planner = planner;
        this.basePath = basePath;
        this.clock = clock;
        this.deadlines = deadlines;
        this.random = random;
    }

    CompletableFuture<List<RowResult>> write(List<RowChange> changes, BooleanSupplier wanted) {
        return attempt(new Changeset(changes, new Progress(deadlines.apply(wanted), random)));
    }

    /** Writes rows that a lost request may have written already. */
    CompletableFuture<List<RowResult>> writeAfterLoss(
            List<RowChange> changes, BooleanSupplier wanted, Throwable cause) {
        return lost(new Changeset(changes, new Progress(deadlines.apply(wanted), random)), cause);
    }

    private CompletableFuture<List<RowResult>> attempt(Changeset set) {
        return plan(set).thenCompose(parts -> {
            if (parts.isEmpty()) {
                return CompletableFuture.completedFuture(set.results());
            }
            String token = UUID.randomUUID().toString();
            return calls.call(
                            set.notDone(),
                            BatchRequest.of(parts, basePath, token),
                            set.progress().deadline())
                    .thenCompose(response -> judged(set, parts, response))
                    .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof AnswerLostException lost
                            ? lost(set, lost.getCause())
                            : CompletableFuture.failedFuture(failure));
        });
    }

    /** Rows one after another: a row may name one that is created before it. */
    private CompletableFuture<List<BatchRequest.Part>> plan(Changeset set) {
        Map<RowRef, String> references = new HashMap<>();
        CompletableFuture<List<BatchRequest.Part>> parts = CompletableFuture.completedFuture(new ArrayList<>());
        for (int i = 0; i < set.size(); i++) {
            int index = i;
            if (set.settled(index)) {
                continue;
            }
            RowChange change = set.change(index);
            parts = parts.thenCompose(before -> planner.plan(
                            change, references, set.progress().deadline())
                    .thenApply(row -> {
                        if (row.isNothingToDo()) {
                            set.settle(index, new RowResult(change.row().table(), 404, Optional.empty(), "", ""));
                            return before;
                        }
                        if (row.method().equals("POST")) {
                            // Not there yet, and no address can name it: rows after it say $n.
                            references.put(change.row(), "$" + (index + 1));
                        }
                        before.add(new BatchRequest.Part(index + 1, row));
                        return before;
                    }));
        }
        return parts;
    }

    private CompletableFuture<List<RowResult>> judged(
            Changeset set, List<BatchRequest.Part> sent, WireResponse response) {
        if (!BatchAnswer.isMultipart(response)) {
            return CompletableFuture.failedFuture(Failures.answered(set.notDone(), response, clock.instant()));
        }
        List<BatchAnswer.Part> parts;
        try {
            parts = BatchAnswer.parse(response);
        } catch (IOException cutOff) {
            return CompletableFuture.failedFuture(new AnswerLostException(cutOff));
        }
        Optional<BatchAnswer.Part> bad =
                parts.stream().filter(p -> !Answers.done(p.response())).findFirst();
        if (bad.isPresent()) {
            return refused(set, sent, bad.get());
        }
        if (parts.size() != sent.size()) {
            return CompletableFuture.failedFuture(new AnswerLostException(
                    new IOException("the answer speaks of " + parts.size() + " rows, " + sent.size() + " were sent")));
        }
        for (int i = 0; i < sent.size(); i++) {
            int index = sent.get(i).contentId() - 1;
            set.settle(index, RowResult.of(set.change(index).row(), parts.get(i).response(), basePath));
        }
        return CompletableFuture.completedFuture(set.results());
    }

    /** One bad row has undone them all. */
    private CompletableFuture<List<RowResult>> refused(
            Changeset set, List<BatchRequest.Part> sent, BatchAnswer.Part bad) {
        WireResponse response = bad.response();
        if (Meaning.of(response.status(), ErrorBody.of(response)).kind() == io.d365hub.failure.FailureKind.THROTTLED) {
            return CompletableFuture.failedFuture(calls.throttledPart(set.notDone(), response));
        }
        Optional<BatchRequest.Part> row = sent.stream()
                .filter(part -> String.valueOf(part.contentId()).equals(bad.contentId()))
                .findFirst()
                .or(() -> sent.size() == 1 ? Optional.of(sent.get(0)) : Optional.empty());
        if (row.isEmpty()) {
            return CompletableFuture.failedFuture(Failures.answered(set.notDone(), response, clock.instant()));
        }
        int index = row.get().contentId() - 1;
        RowChange change = set.change(index);
        String what = set.notDoneBecauseOf(index);
        Progress progress = set.progress();
        return switch (Judgement.of(row.get().row(), response, progress.lostBefore())) {
            case DONE, DONE_BEFORE -> {
                if (progress.lostBefore() && !change.sameIdEachTime()) {
                    // An id made up here can only be there when the lost request was carried out, all of it.
                    set.settleAll(response);
                    yield CompletableFuture.completedFuture(set.results());
                }
                set.settle(index, RowResult.of(change.row(), response, basePath));
                yield attempt(set);
            }
            case RACE ->
                progress.mayRaceAgain()
                        ? progress.afterRace(() -> attempt(set))
                        : CompletableFuture.failedFuture(Failures.raceLost(what, change, response, clock.instant()));
            case UNCERTAIN ->
                CompletableFuture.failedFuture(new AnswerLostException(
                        new IOException("a gateway answered " + response.status() + " in its place")));
            case FAILED, CHANGED_AFTER_LOSS ->
                CompletableFuture.failedFuture(Failures.answered(what, change, response, clock.instant()));
        };
    }

    private CompletableFuture<List<RowResult>> lost(Changeset set, Throwable cause) {
        if (set.repeatable()) {
            return CompletableFuture.failedFuture(Failures.answerLost(set.notDone(), cause));
        }
        return set.progress().countLossAndMayRepeat()
                ? attempt(set)
                : CompletableFuture.failedFuture(Failures.unknownOutcome(
                        set.notDone(), "a changeset with a create without a key cannot be repeated safely", cause));
    }
}
