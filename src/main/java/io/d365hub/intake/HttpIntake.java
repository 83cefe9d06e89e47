package io.d365hub.intake;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.message.Integrations;
import io.d365hub.message.Sequence;
import io.d365hub.message.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's HTTP API for other systems: {@code POST /push/{integration}}, {@code GET /messages/{id}}, {@code GET
 * /openapi.json}, {@code GET /problems/{name}}, and a problem for every other address.
 *
 * <p>Make one, {@link #mount} it on a router, {@link #drain} it before the work queue is closed. It starts no threads of
 * its own; what it is given stays the giver's to close. All its work is done on the router's event loops.
 */
public final class HttpIntake {

    private static final Logger LOG = LoggerFactory.getLogger(HttpIntake.class);
    private static final String OPENAPI = "/openapi.json";
    private static final String PROBLEMS = "/problems/";
    /** Look-ups of results at once: each takes a connection of the database for a moment. */
    private static final int RESULT_WORKERS = 4;

    private final IntakeSettings settings;
    private final Admission admission;
    private final Integrations integrations;
    private final IntakeGate gate;
    private final Parcel.Maker maker;
    private final WorkQueue queue;
    private final OnceOnly onceOnly;
    private final MessageStates states;
    private final DeliveryResults results;
    private final WaitingRequests waiting;
    private final IntakeMetrics metrics;

    /**
     * What the intake works with.
     *
     * @param clients who may send what; asked for each request, so that a reload takes effect at once
     * @param integrations the running ones
     * @param queue where messages go
     * @param sequence numbers them; one for the process, shared with the JMS doors
     * @param idempotency keeps the idempotency keys
     * @param states answers {@code GET /messages/{id}}
     * @param results what became of messages whose senders wait for it
     * @param waiting the requests that do so; must be told of settled messages
     * @param pressure how full the hub is
     * @param meters where the counters go
     * @param clock gives the time of acceptance
     */
    public record Parts(
            Supplier<ApiClients> clients,
            Integrations integrations,
            WorkQueue queue,
            Sequence sequence,
            IdempotencyStore idempotency,
            MessageStates states,
            DeliveryResults results,
            WaitingRequests waiting,
            IntakePressure pressure,
            MeterRegistry meters,
            Clock clock) {}

    public HttpIntake(IntakeSettings settings, Parts parts) {
        this.settings = settings;
        this.admission = new Admission(parts.clients(), parts.integrations(), settings.bodyLimit());
        this.integrations = parts.integrations();
        this.gate = new IntakeGate(parts.pressure(), settings);
        this.maker = new Parcel.Maker(settings, parts.clock(), parts.sequence());
        this.queue = parts.queue();
        this.onceOnly = new OnceOnly(parts.idempotency(), settings.idempotencyRetention());
        this.states = parts.states();
        this.results = parts.results();
        this.waiting = parts.waiting();
        this.metrics = new IntakeMetrics(parts.meters());
    }

    /** Adds the routes. The last one answers 404 for whatever no other route of this router takes. */
    public void mount(Router router, Vertx vertx) {
        Awaiting awaiting = new Awaiting(
                waiting, results, vertx.createSharedWorkerExecutor("hub-delivery-results", RESULT_WORKERS));
        mount(
                router,
                PushHandler.PATH + "*",
                List.of(HttpMethod.POST),
                new PushHandler(admission, gate, maker, queue, onceOnly, settings, metrics, awaiting));
        List<HttpMethod> read = List.of(HttpMethod.GET, HttpMethod.HEAD);
        mount(router, MessagesHandler.PATH + "*", read, new MessagesHandler(admission, states, vertx));
        mount(router, OPENAPI, read, this::openApi);
        mount(router, PROBLEMS + "*", read, HttpIntake::problemType);
        router.route().last().handler(routing -> Answers.problemBeforeBody(routing.request(), notFound()));
    }

    /** Adds the addresses of a hook; to be called before {@link #mount}. */
    public void mount(Router router, Hook hook) {
        mount(router, hook.path() + "*", List.of(HttpMethod.POST), new HookHandler(hook, gate, settings, metrics));
    }

    private static void mount(Router router, String path, List<HttpMethod> methods, Handler<RoutingContext> handler) {
        String prefix = path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
        router.route(path)
                .handler(routing -> {
                    if (!routing.request().path().startsWith(prefix)) {
                        // The router reads /push and //push/x as /push/..., too.
                        Answers.problemBeforeBody(routing.request(), notFound());
                    } else if (methods.contains(routing.request().method())) {
                        handler.handle(routing);
                    } else {
                        otherMethod(routing.request(), methods);
                    }
                })
                .failureHandler(HttpIntake::failed);
    }

    private static void otherMethod(HttpServerRequest request, List<HttpMethod> methods) {
        String allow = String.join(", ", methods.stream().map(HttpMethod::name).toList()) + ", OPTIONS";
        request.response().headers().set(HttpHeaders.ALLOW, allow);
        if (request.method().equals(HttpMethod.OPTIONS)) {
            request.response().setStatusCode(204).end();
            return;
        }
        Answers.problemBeforeBody(
                request,
                Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "The request was not handled.",
                        "This address does not take its method.",
                        "Use one of " + allow + "."));
    }

    private void openApi(RoutingContext routing) {
        try {
            ApiClient client = admission.authenticate(routing.request());
            Answers.json(
                    routing.response(),
                    200,
                    OpenApiDocument.of(integrations.all().stream()
                            .filter(integration -> integration.pushed() && client.maySendTo(integration.name()))
                            .toList()));
        } catch (ProblemException e) {
            Answers.problemBeforeBody(routing.request(), e.problem());
        }
    }

    private static void problemType(RoutingContext routing) {
        ProblemType.ofSlug(routing.request().path().substring(PROBLEMS.length()))
                .ifPresentOrElse(
                        type -> Answers.json(routing.response(), 200, type.toJson()),
                        () -> Answers.problemBeforeBody(routing.request(), notFound()));
    }

    private static Problem notFound() {
        return Problem.of(
                ProblemType.NOT_FOUND,
                "The request was not handled.",
                "There is nothing at this address.",
                "Check the address: GET /openapi.json lists those that there are.");
    }

    private static void failed(RoutingContext routing) {
        if (routing.failure() == null && routing.statusCode() < 500) {
            Answers.problemBeforeBody(
                    routing.request(),
                    Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The request was not handled.",
                            "Its address or a header is malformed.",
                            "Check how the request is built."));
            return;
        }
        LOG.warn("A request was not handled because of an unexpected failure", routing.failure());
        Answers.problemBeforeBody(routing.request(), Answers.internalError());
    }

    /**
     * Takes nothing more: 503 from now on. Those who wait for a delivery are answered 202. Completes when
     * the requests that are in flight have been answered.
     */
    public CompletionStage<Void> drain() {
        CompletionStage<Void> drained = gate.drain();
        waiting.close();
        return drained;
    }

    /** How many pushes are between their first byte and their answer. */
    public int inFlight() {
        return gate.inFlight();
    }
}
