package io.d365hub.dataverse.client;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Judges answers: which of them mean success. */
final class Answers {

    private Answers() {}

    /** An answer to a write that says: done. A page of some proxy with a good status does not. */
    static boolean done(WireResponse response) {
        return response.status() == 204 || (response.successful() && carriesJson(response));
    }

    private static boolean carriesJson(WireResponse response) {
        ErrorBody body = ErrorBody.of(response);
        return body.json() && !body.error();
    }

    /** The answer to a read, which may be repeated without harm; fails with {@link DataverseException} otherwise. */
    static CompletableFuture<WireResponse> read(
            CompletableFuture<WireResponse> call, String what, InstantSource clock) {
        return call.exceptionallyCompose(failure -> lostRead(failure, what)).thenApply(response -> {
            if (response.successful() && carriesJson(response)) {
                return response;
            }
            if (response.successful() && response.contentType().startsWith("application/json")) {
                throw Failures.answerLost(what, new java.io.IOException("the JSON of the answer is cut off"));
            }
            throw Failures.answered(what, response, clock.instant());
        });
    }

    /** A read whose answer was lost has done no harm and may be repeated. */
    static CompletableFuture<WireResponse> lostRead(Throwable failure, String what) {
        return CompletableFuture.failedFuture(
                Calls.unwrapped(failure) instanceof AnswerLostException lost
                        ? Failures.answerLost(what, lost.getCause())
                        : failure);
    }
}
