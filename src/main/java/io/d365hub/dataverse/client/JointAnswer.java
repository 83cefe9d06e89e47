package io.d365hub.dataverse.client;

import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what the answer to a joined batch means for each of its parts. */
final class JointAnswer {

    private final Calls calls;
    private final String basePath;
    private final InstantSource clock;

    JointAnswer(Calls calls, String basePath, InstantSource clock) {
        this.calls = calls;
        this.basePath = basePath;
        this.clock = clock;
    }

    /**
     * One outcome for each part that was sent.
     *
     * @throws AnswerLostException when the answer is cut off
     */
    List<PartOutcome> outcomes(List<? extends Ready> sent, boolean stopAtFailure, WireResponse response) {
        List<List<BatchAnswer.Part>> answers;
        try {
            answers = BatchAnswer.parseByPart(response);
        } catch (IOException cutOff) {
            throw new AnswerLostException(cutOff);
        }
        int contentId = 0;
        List<PartOutcome> outcomes = new ArrayList<>(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            Ready part = sent.get(i);
            if (i < answers.size() && !answers.get(i).isEmpty()) {
                outcomes.add(outcome(part, contentId, answers.get(i)));
            } else if (stopAtFailure && failed(outcomes)) {
                outcomes.add(PartOutcome.NOT_RUN);
            } else {
                throw new AnswerLostException(new IOException(
                        "the answer speaks of " + answers.size() + " parts, " + sent.size() + " were sent"));
            }
            contentId += part instanceof ReadyChangeset ? part.operations() : 0;
        }
        return outcomes;
    }

    private static boolean failed(List<PartOutcome> outcomes) {
        return outcomes.stream().anyMatch(outcome -> outcome.state() != PartOutcome.State.DONE);
    }

    private PartOutcome outcome(Ready part, int contentId, List<BatchAnswer.Part> answers) {
        return part instanceof ReadyRow row
                ? row(row, answers.get(0).response())
                : changeset((ReadyChangeset) part, contentId, answers);
    }

    private PartOutcome row(ReadyRow row, WireResponse response) {
        return switch (Judgement.of(row.planned(), response, false)) {
            case DONE, DONE_BEFORE ->
                PartOutcome.done(List.of(RowResult.of(row.change().row(), response, basePath)));
            case UNCERTAIN ->
                PartOutcome.lost(
                        row,
                        Failures.answerLost(row.notDone(), new IOException("a gateway answered " + response.status())));
            case FAILED -> failed(row.notDone(), row.change(), response);
            default -> PartOutcome.ALONE;
        };
    }

    private PartOutcome changeset(ReadyChangeset set, int firstContentId, List<BatchAnswer.Part> answers) {
        Optional<BatchAnswer.Part> bad =
                answers.stream().filter(p -> !Answers.done(p.response())).findFirst();
        if (bad.isPresent()) {
            return refused(set, firstContentId, bad.get());
        }
        if (answers.size() != set.operations()) {
            return PartOutcome.lost(
                    set,
                    Failures.answerLost(
                            set.notDone(),
                            new IOException(
                                    "the answer speaks of " + answers.size() + " rows of " + set.operations())));
        }
        List<RowResult> results = new ArrayList<>(answers.size());
        for (int i = 0; i < answers.size(); i++) {
            results.add(RowResult.of(
                    set.rows().get(i).change().row(), answers.get(i).response(), basePath));
        }
        return PartOutcome.done(results);
    }

    /** One bad row has undone the others of its changeset. Only a plain refusal is final; a request of its own does the rest. */
    private PartOutcome refused(ReadyChangeset set, int firstContentId, BatchAnswer.Part bad) {
        WireResponse response = bad.response();
        int index = index(bad.contentId()) - firstContentId - 1;
        if (index < 0 || index >= set.operations()) {
            return throttled(response)
                    ? PartOutcome.failed(calls.throttledPart(set.notDone(), response))
                    : PartOutcome.ALONE;
        }
        ReadyRow row = set.rows().get(index);
        return Judgement.of(row.planned(), response, false) == Judgement.FAILED
                ? failed(Changeset.notDoneBecauseOf(set.changes(), index), row.change(), response)
                : PartOutcome.ALONE;
    }

    private PartOutcome failed(String what, RowChange change, WireResponse response) {
        return PartOutcome.failed(
                throttled(response)
                        ? calls.throttledPart(what, response)
                        : Failures.answered(what, change, response, clock.instant()));
    }

    private static boolean throttled(WireResponse response) {
        return Meaning.of(response.status(), ErrorBody.of(response)).kind() == FailureKind.THROTTLED;
    }

    private static int index(String contentId) {
        try {
            return Integer.parseInt(contentId);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
