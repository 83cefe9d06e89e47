package io.d365hub.dataverse.client;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Sends requests that are sent once: whoever asked decides what a failure means. */
final class PlainCalls {

    private final Calls calls;
    private final InstantSource clock;

    PlainCalls(Calls calls, InstantSource clock) {
        this.calls = calls;
        this.clock = clock;
    }

    /** A read; its answer is JSON. */
    CompletableFuture<WireResponse> read(String what, WireRequest request, Deadline deadline) {
        return Answers.read(calls.call(what, request, deadline), what, clock);
    }

    /**
     * A write.
     *
     * @param what begins the sentence of a failure: what was not done
     * @param notRepeatable why it must not be sent again when its answer is lost, a half sentence; empty when it may
     */
    CompletableFuture<WireResponse> write(String what, WireRequest request, String notRepeatable, Deadline deadline) {
        return calls.call(what, request, deadline)
                .exceptionallyCompose(failure -> Calls.unwrapped(failure) instanceof AnswerLostException lost
                        ? lost(what, notRepeatable, lost.getCause())
                        : CompletableFuture.failedFuture(failure))
                .thenCompose(response -> {
                    if (Answers.done(response)) {
                        return CompletableFuture.completedFuture(response);
                    }
                    return Judgement.mayBeDone(response)
                            ? lost(
                                    what,
                                    notRepeatable,
                                    new IOException("the answer " + response.status() + " is no answer of Dataverse"))
                            : CompletableFuture.failedFuture(Failures.answered(what, response, clock.instant()));
                });
    }

    private static CompletableFuture<WireResponse> lost(String what, String notRepeatable, Throwable cause) {
        return CompletableFuture.failedFuture(
                notRepeatable.isEmpty()
                        ? Failures.answerLost(what, cause)
                        : Failures.unknownOutcome(what, notRepeatable, cause));
    }
}
