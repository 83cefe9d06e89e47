package io.d365hub.intake;

import io.d365hub.message.WorkQueueUnavailableException;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /hooks/<kind>/<name>}: received, stored, then 202 without a body. The senders of hooks give a message up for
 * good after most answers; so whatever is the hub's own trouble is answered 503, never 429 or 500.
 */
final class HookHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(HookHandler.class);
    private static final String WHAT = "The event was not taken.";
    private static final Duration SOON = Duration.ofSeconds(1);
    /** What takes longer than about a millisecond to read would hold up the other connections of the event loop. */
    private static final int LARGE_BYTES = 64 << 10;

    private final Hook hook;
    private final IntakeGate gate;
    private final IntakeSettings settings;
    private final IntakeMetrics metrics;

    HookHandler(Hook hook, IntakeGate gate, IntakeSettings settings, IntakeMetrics metrics) {
        this.hook = hook;
        this.gate = gate;
        this.settings = settings;
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        boolean inside = false;
        try {
            gate.enter();
            inside = true;
            Hook.Request asked = new Hook.Request(
                    request.path().substring(hook.path().length()),
                    request.headers()::get,
                    // Vert.x parses the whole address for its parameters, also when it has none.
                    name -> request.query() == null
                            ? List.of()
                            : request.params().getAll(name));
            hook.admit(asked);
            requirePlain(request);
            new Arrival(request, asked, Vertx.currentContext()).receive();
        } catch (RuntimeException e) {
            if (inside) {
                gate.leave();
            }
            Problem problem = problem(e);
            metrics.refused(problem.type());
            Answers.problemBeforeBody(request, problem);
        }
    }

    private void requirePlain(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > hook.bodyLimit()) {
            throw new ProblemException(Body.tooLarge(hook.bodyLimit()));
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    WHAT,
                    "Its body is compressed.",
                    "Send it without Content-Encoding."));
        }
    }

    private static Problem problem(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof ProblemException e) {
            return e.problem();
        }
        if (cause instanceof HookRefusedException e) {
            return e.problem();
        }
        if (cause instanceof WorkQueueUnavailableException e) {
            return Problem.unavailable(WHAT, e.getMessage(), e.retryAfter());
        }
        LOG.warn("A hook did not take an event because of an unexpected failure", cause);
        return Problem.unavailable(WHAT, "The hub met an unexpected failure; its log says more.", SOON);
    }

    /** One admitted request, from its body to its answer. On its event loop. */
    private final class Arrival {
        private final HttpServerRequest request;
        private final Hook.Request asked;
        private final Context context;
        private final Body body;

        Arrival(HttpServerRequest request, Hook.Request asked, Context context) {
            this.request = request;
            this.asked = asked;
            this.context = context;
            this.body = new Body(request, gate, hook.bodyLimit(), this::check, this::refuseBeforeBody, this::leave);
        }

        void receive() {
            if (request.headers().contains(HttpHeaders.EXPECT)) {
                request.response().writeContinue();
            }
            body.receive(context.owner(), settings.bodyTimeout());
        }

        private void check(byte[] bytes) {
            if (bytes.length > LARGE_BYTES) {
                context.<Hook.Delivery>executeBlocking(() -> hook.open(asked, bytes), false)
                        .onSuccess(this::store)
                        .onFailure(this::fail);
                return;
            }
            Hook.Delivery delivery;
            try {
                delivery = hook.open(asked, bytes);
            } catch (RuntimeException e) {
                fail(e);
                return;
            }
            store(delivery);
        }

        private void store(Hook.Delivery delivery) {
            try {
                delivery.integrations().forEach(gate::requireRoom);
                delivery.store()
                        .whenComplete((stored, e) -> context.runOnContext(v -> {
                            if (e == null) {
                                accept();
                            } else {
                                fail(e);
                            }
                        }));
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        private void accept() {
            leave();
            if (!request.response().closed() && !request.response().ended()) {
                request.response().setStatusCode(202).end();
            }
        }

        private void fail(Throwable thrown) {
            leave();
            Problem problem = problem(thrown);
            metrics.refused(problem.type());
            Answers.problem(request, problem);
        }

        private void refuseBeforeBody(Problem problem) {
            leave();
            metrics.refused(problem.type());
            Answers.problemBeforeBody(request, problem);
        }

        private void leave() {
            body.release();
            gate.leave();
        }
    }
}
