package io.d365hub.virtual.server;

import io.d365hub.access.ApiClient;
import io.d365hub.access.ApiClients;
import io.d365hub.virtual.TableOperation;
import io.d365hub.virtual.VirtualService;
import io.d365hub.virtual.guard.Departure;
import io.d365hub.virtual.odata.ODataAnswer;
import io.d365hub.virtual.odata.ODataCall;
import io.d365hub.virtual.odata.ODataFault;
import io.d365hub.virtual.odata.ODataService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code /virtual/<service>/...} on a router. Works on the event loops and never blocks them. What it is given stays the
 * giver's to close.
 */
public final class VirtualDoor {

    /** Where services are. */
    public static final String PATH = "/virtual/";

    private static final String ALLOW = "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS";
    private static final Pattern SERVICE_END = Pattern.compile("[/?]");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:\\[\\]-]+");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE");

    private final Callers callers;
    private final Map<String, Served> services = new HashMap<>();
    private final RateLimit rate;
    private final DoorSettings settings;
    private final Vertx vertx;
    private final MeterRegistry meters;
    /** To look one up in the registry costs more than to use it. */
    private final Map<Told, Timer> timers = new ConcurrentHashMap<>();

    /** Callers who wait for their answers. */
    private final AtomicInteger underWay = new AtomicInteger();

    /** What requests are counted by: services and statuses, of which there are few. */
    private record Told(String service, int status) {}

    private record Served(VirtualService service, ODataService odata) {}

    /**
     * A door that nobody has found yet.
     *
     * @param clients who may do what; asked for each request, so that a reload takes effect at once
     * @param services by name
     */
    public VirtualDoor(
            DoorSettings settings,
            Supplier<ApiClients> clients,
            Map<VirtualService, ODataService> services,
            Vertx vertx,
            MeterRegistry meters) {
        this.settings = settings;
        this.callers = new Callers(clients);
        this.rate = new RateLimit(settings.requestsPerSecond(), System::nanoTime);
        this.vertx = vertx;
        this.meters = meters;
        meters.gauge("hub.virtual.requests.waiting", underWay);
        services.forEach((service, odata) -> this.services.put(service.name(), new Served(service, odata)));
    }

    /** Adds its route; before those of the intake, whose last one takes everything. */
    public void mount(Router router) {
        router.route(PATH + "*").handler(this::handle);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Timer.Sample sample = Timer.start(meters);
        if (request.method().equals(HttpMethod.OPTIONS)) {
            request.response()
                    .putHeader("Allow", ALLOW)
                    .putHeader("OData-Version", "4.0")
                    .setStatusCode(204)
                    .end();
            return;
        }
        Served served = null;
        try {
            String uri = request.uri();
            if (uri.length() > DoorSettings.LONGEST_ADDRESS) {
                throw ODataFault.of(
                        414,
                        "AddressTooLong",
                        "The address is longer than " + DoorSettings.LONGEST_ADDRESS + " characters.",
                        "");
            }
            ApiClient client = callers.authenticate(request);
            served = served(uri, client);
            admit(request, client);
            answer(routing, served, client, sample);
        } catch (ODataFault e) {
            // Without a service there is nothing to hide: every service words its errors alike.
            request.resume();
            write(
                    request,
                    Errors.answer(e),
                    served == null ? "" : served.service().name(),
                    sample);
        }
    }

    private Served served(String uri, ApiClient client) throws ODataFault {
        String rest = uri.startsWith(PATH) ? uri.substring(PATH.length()) : "";
        String name = SERVICE_END.split(rest, 2)[0];
        Served served = services.get(name);
        if (served == null
                || served.service().tables().stream()
                        .noneMatch(table -> client.mayRead(table.service(), table.name())
                                || client.mayWrite(table.service(), table.name()))) {
            throw ODataFault.of(404, "NotFound", "There is no such service for this client.", "");
        }
        return served;
    }

    private void admit(HttpServerRequest request, ApiClient client) throws ODataFault {
        if (!METHODS.contains(request.method().name())) {
            throw ODataFault.of(405, "MethodNotAllowed", "Use one of " + ALLOW + ".", "");
        }
        Duration wait = rate.take(client.name());
        if (!wait.isZero()) {
            throw ODataFault.retry(
                    429,
                    "TooManyRequests",
                    "Client '%s' sends more than %d requests a second."
                            .formatted(client.name(), settings.requestsPerSecond()),
                    wait);
        }
    }

    private void answer(RoutingContext routing, Served served, ApiClient client, Timer.Sample sample) {
        HttpServerRequest request = routing.request();
        if (WITHOUT_BODY.contains(request.method().name())) {
            request.resume();
            answer(request, served, client, new byte[0], sample);
            return;
        }
        new Body(request, settings.bodyLimit(), vertx)
                .receive(
                        body -> answer(request, served, client, body, sample),
                        fault -> write(
                                request, Errors.answer(fault), served.service().name(), sample));
    }

    private void answer(HttpServerRequest request, Served served, ApiClient client, byte[] body, Timer.Sample sample) {
        Context context = vertx.getOrCreateContext();
        Departure caller = new Departure();
        AtomicBoolean waits = new AtomicBoolean(true);
        Runnable over = () -> {
            if (waits.compareAndSet(true, false)) {
                underWay.decrementAndGet();
            }
        };
        underWay.incrementAndGet();
        request.response().closeHandler(gone -> {
            over.run();
            caller.leave();
        });
        ODataCall call = call(request, served, body, caller);
        // Of no use further on: the answer is written where it comes.
        CompletableFuture<ODataAnswer> unused = served.odata()
                .answer(
                        call,
                        (table, operation) -> operation == TableOperation.READ
                                ? client.mayRead(table.service(), table.name())
                                : client.mayWrite(table.service(), table.name()))
                .whenComplete((answer, failed) -> {
                    over.run();
                    ODataAnswer given = failed == null ? answer : served.odata().failed(failed);
                    if (Vertx.currentContext() == context) {
                        write(request, given, served.service().name(), sample);
                    } else {
                        context.runOnContext(
                                on -> write(request, given, served.service().name(), sample));
                    }
                });
    }

    private ODataCall call(HttpServerRequest request, Served served, byte[] body, Departure caller) {
        String uri = request.uri();
        int mark = uri.indexOf('?');
        String path = (mark < 0 ? uri : uri.substring(0, mark))
                .substring((PATH + served.service().name()).length());
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : ODataCall.HEADERS) {
            List<String> values = request.headers().getAll(name);
            if (!values.isEmpty()) {
                headers.put(name, values);
            }
        }
        String method = request.method().name();
        return new ODataCall(
                method.equals("HEAD") ? "GET" : method,
                root(request) + served.service().name() + "/",
                path.startsWith("/") ? path.substring(1) : path,
                query,
                headers,
                body,
                caller);
    }

    private String root(HttpServerRequest request) {
        if (!settings.publicUrl().isEmpty()) {
            return settings.publicUrl().endsWith("/") ? settings.publicUrl() : settings.publicUrl() + "/";
        }
        String host = Optional.ofNullable(request.authority())
                .map(authority -> authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port())
                .filter(name -> HOST.matcher(name).matches())
                .orElse("localhost");
        return request.scheme() + "://" + host + PATH;
    }

    private Timer timer(Told told) {
        return Timer.builder("hub.virtual.requests")
                .description("Requests to virtual tables")
                .tag("service", told.service())
                .tag("status", Integer.toString(told.status()))
                .register(meters);
    }

    private void write(HttpServerRequest request, ODataAnswer answer, String service, Timer.Sample sample) {
        sample.stop(timers.computeIfAbsent(new Told(service, answer.status()), this::timer));
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status());
        if (request.method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(answer.body().length))
                    .end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }
}
