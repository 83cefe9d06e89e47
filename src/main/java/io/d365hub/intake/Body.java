package io.d365hub.intake;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Receives the body of one request on its event loop: so many bytes, in so much time, no more. Calls exactly one of the
 * three handlers, once. What it has taken from the gate must be given back by {@link #release}, whichever was called.
 */
final class Body {

    private final HttpServerRequest request;
    private final IntakeGate gate;
    private final int limit;
    private final Handler<byte[]> whole;
    private final Handler<Problem> refused;
    private final Runnable gone;
    private Buffer received;
    private int held;
    private boolean done;
    private long timer;
    private Vertx vertx;

    Body(
            HttpServerRequest request,
            IntakeGate gate,
            int limit,
            Handler<byte[]> whole,
            Handler<Problem> refused,
            Runnable gone) {
        this.request = request;
        this.gate = gate;
        this.limit = limit;
        this.whole = whole;
        this.refused = refused;
        this.gone = gone;
    }

    void receive(Vertx loop, Duration timeout) {
        if (request.isEnded()) {
            whole.handle(new byte[0]);
            return;
        }
        vertx = loop;
        timer = vertx.setTimer(timeout.toMillis(), id -> tooSlow(timeout));
        request.exceptionHandler(closed -> finish(gone));
        request.handler(this::more);
        request.endHandler(end -> finish(() -> whole.handle(received == null ? new byte[0] : received.getBytes())));
    }

    void release() {
        gate.release(held);
        held = 0;
    }

    private void more(Buffer part) {
        if (done) {
            return;
        }
        int length = part.length();
        if ((long) held + length > limit) {
            finish(() -> refused.handle(tooLarge(limit)));
            return;
        }
        try {
            gate.hold(length);
        } catch (ProblemException e) {
            finish(() -> refused.handle(e.problem()));
            return;
        }
        // Most bodies come in one part: then nothing is copied here.
        received = received == null ? part : received.appendBuffer(part);
        held += length;
    }

    private void tooSlow(Duration timeout) {
        finish(() -> refused.handle(Problem.of(
                ProblemType.TOO_SLOW,
                "The message was not taken.",
                "Its body had not arrived after " + timeout.toSeconds() + " s.",
                "Send it faster, or in smaller requests.")));
    }

    static Problem tooLarge(int limit) {
        return Problem.of(
                ProblemType.TOO_LARGE,
                "The message was not taken.",
                "The body is larger than " + limit + " bytes.",
                "Send smaller messages, or fewer lines at once.");
    }

    private void finish(Runnable outcome) {
        if (!done) {
            done = true;
            vertx.cancelTimer(timer);
            outcome.run();
        }
    }
}
