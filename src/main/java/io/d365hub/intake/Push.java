package io.d365hub.intake;

import io.d365hub.intake.Admission.Admitted;
import io.d365hub.message.Integration.Format;
import io.d365hub.message.WorkQueue;
import io.d365hub.message.WorkQueue.Stored;
import io.d365hub.message.WorkQueueUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One admitted request on its way from its body to its answer. Its methods run on the request's event loop. */
final class Push {

    /** What takes longer than about a millisecond to check would hold up the other connections of the event loop. */
    private static final int LARGE_BYTES = 64 << 10;

    private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotency-Replayed");
    private static final CharSequence TRUE = HttpHeaders.createOptimized("true");
    private static final Logger LOG = LoggerFactory.getLogger(Push.class);

    private final HttpServerRequest request;
    private final Admitted admitted;
    private final Context context;
    private final long start;
    private final Parcel.Maker maker;
    private final WorkQueue queue;
    private final OnceOnly onceOnly;
    private final IntakeGate gate;
    private final IntakeMetrics metrics;
    private final Awaiting awaiting;
    private Body body;
    private boolean left;
    private Optional<AwaitedDelivery> awaited = Optional.empty();

    Push(
            HttpServerRequest request,
            Admitted admitted,
            Context context,
            long start,
            Parcel.Maker maker,
            WorkQueue queue,
            OnceOnly onceOnly,
            IntakeGate gate,
            IntakeMetrics metrics,
            Awaiting awaiting) {
        this.request = request;
        this.admitted = admitted;
        this.context = context;
        this.start = start;
        this.maker = maker;
        this.queue = queue;
        this.onceOnly = onceOnly;
        this.gate = gate;
        this.metrics = metrics;
        this.awaiting = awaiting;
    }

    void holds(Body received) {
        body = received;
    }

    void check(byte[] bytes) {
        if (bytes.length > LARGE_BYTES || admitted.integration().format() == Format.XML) {
            context.<Parcel>executeBlocking(() -> make(bytes), false).onComplete(made -> {
                if (made.succeeded()) {
                    store(made.result());
                } else {
                    fail(made.cause());
                }
            });
            return;
        }
        Parcel parcel;
        try {
            parcel = make(bytes);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        store(parcel);
    }

    private Parcel make(byte[] bytes) {
        return maker.make(admitted, PassedHeaders.of(request.headers(), admitted.integration()), bytes);
    }

    private void store(Parcel parcel) {
        CompletionStage<Boolean> repeated;
        try {
            awaited = awaiting.time(admitted)
                    .flatMap(time -> awaiting.open(parcel.id(), context, result -> delivered(parcel, time, result)));
            repeated = parcel.bodySha256()
                    .map(sha256 ->
                            onceOnly.send(parcel.id(), admitted.integration().name(), sha256, () -> send(parcel)))
                    .orElseGet(() -> send(parcel).thenApply(stored -> stored == Stored.DUPLICATE));
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        repeated.whenComplete((before, e) -> context.runOnContext(v -> {
            if (e == null) {
                accept(parcel, before);
            } else {
                fail(e);
            }
        }));
    }

    private CompletionStage<Stored> send(Parcel parcel) {
        // Only an id that can come again needs the broker to remember it.
        String duplicateId = parcel.bodySha256().isPresent() ? parcel.id().toString() : null;
        return admitted.lines()
                ? queue.storeAll(parcel.messages(), duplicateId)
                : queue.store(parcel.messages().get(0), duplicateId);
    }

    private void accept(Parcel parcel, boolean repeated) {
        if (repeated) {
            request.response().headers().set(REPLAYED, TRUE);
            metrics.repeated(admitted.integration().name());
        } else {
            metrics.accepted(admitted.integration().name(), parcel.messages().size(), System.nanoTime() - start);
        }
        if (awaited.isPresent()) {
            body.release();
            request.response().closeHandler(gone -> leave());
            awaited.get()
                    .begin(
                            awaiting.time(admitted).orElseThrow(),
                            repeated ? Optional.of(admitted.client().name()) : Optional.empty());
            return;
        }
        leave();
        stored(parcel);
    }

    private void delivered(Parcel parcel, Duration waited, Optional<DeliveryResult> result) {
        leave();
        DeliveryAnswer.applied(request, waited);
        if (result.isPresent()) {
            location(parcel);
            DeliveryAnswer.of(request, parcel.id(), result.get());
        } else {
            stored(parcel);
        }
    }

    private void stored(Parcel parcel) {
        location(parcel);
        Answers.json(request.response(), 202, admitted.lines() ? lines(parcel) : single(parcel.id()));
    }

    private void location(Parcel parcel) {
        if (!admitted.lines()) {
            request.response().headers().set(HttpHeaders.LOCATION, MessagesHandler.PATH + parcel.id());
        }
    }

    private static String single(UUID id) {
        return "{\"id\":\"" + id + "\"}";
    }

    private static String lines(Parcel parcel) {
        StringBuilder json = new StringBuilder(64 + 40 * parcel.messages().size())
                .append("{\"id\":\"")
                .append(parcel.id())
                .append("\",\"accepted\":")
                .append(parcel.messages().size())
                .append(",\"ids\":[");
        String comma = "";
        for (var message : parcel.messages()) {
            json.append(comma).append('"').append(message.id()).append('"');
            comma = ",";
        }
        return json.append("]}").toString();
    }

    private void fail(Throwable thrown) {
        leave();
        Problem problem = problem(thrown);
        metrics.refused(problem.type());
        Answers.problem(request, problem);
    }

    private static Problem problem(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof ProblemException e) {
            return e.problem();
        }
        if (cause instanceof WorkQueueUnavailableException e) {
            return Problem.unavailable("The message was not taken.", e.getMessage(), e.retryAfter());
        }
        LOG.warn("A pushed message was not taken because of an unexpected failure", cause);
        return Answers.internalError();
    }

    void refuseBeforeBody(Problem problem) {
        leave();
        metrics.refused(problem.type());
        Answers.problemBeforeBody(request, problem);
    }

    void leave() {
        if (!left) {
            left = true;
            awaited.ifPresent(AwaitedDelivery::cancel);
            body.release();
            gate.leave();
        }
    }
}
