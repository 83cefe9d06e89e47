package io.d365hub.simulator.http;

import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.ErrorAnswers;
import io.d365hub.simulator.operation.OperationKind;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.util.Optional;

/** One event loop's share of the server: sends each request to the endpoint that owns its path. */
public final class HttpFrontend extends AbstractVerticle {

    /** The service takes URLs of 32,768 characters; longer ones up to here are told so in JSON. */
    private static final int LONGEST_LINE = 65_536;

    private static final int LONGEST_HEADERS = 65_536;

    private final SimulatedService service;
    private final Address address;
    private WebApiEndpoint webApi;
    private TokenEndpoint tokenEndpoint;
    private ControlEndpoint controls;
    private volatile HttpServer server;

    /**
     * Where to listen and what to take.
     *
     * @param host the address to bind
     * @param port the port to bind; a negative one stands for any port, the same for all instances
     * @param mostBodyBytes the longest body
     * @param tenantId the tenant in the challenge of a 401
     * @param tls the key store of HTTPS; null for plain HTTP
     */
    public record Address(String host, int port, int mostBodyBytes, String tenantId, Tls tls) {}

    public HttpFrontend(SimulatedService service, Address address) {
        this.service = service;
        this.address = address;
    }

    @Override
    public void start(Promise<Void> started) {
        webApi = new WebApiEndpoint(vertx, service, address.tenantId());
        tokenEndpoint = new TokenEndpoint(service.tokens(), service.clock(), service.dialect());
        controls = new ControlEndpoint(service);
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setTcpNoDelay(true);
        if (address.tls() != null) {
            options.setSsl(true)
                    .setKeyCertOptions(new PfxOptions()
                            .setPath(address.tls().keyStore().toString())
                            .setPassword(address.tls().password()));
        }
        HttpServer opened = vertx.createHttpServer(options).requestHandler(this::handle);
        server = opened;
        opened.listen(address.port(), address.host())
                .onSuccess(listening -> started.complete())
                // Left open, it is closed by the collector some time later, when its threads are gone, with a warning.
                .onFailure(failure -> opened.close().onComplete(closed -> started.fail(failure)));
    }

    /** The bound port, once started. */
    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        BodyReader.read(
                request, address.mostBodyBytes(), body -> dispatch(request, body), () -> refuseLongBody(request));
    }

    private void refuseLongBody(HttpServerRequest request) {
        ApiError error = new ApiError(
                ErrorCode.REQUEST_TOO_LONG, "The request is longer than " + address.mostBodyBytes() + " bytes.");
        new AnswerWriter(vertx, request).writePlain(ErrorAnswers.of(error, Preferences.NONE));
    }

    private void dispatch(HttpServerRequest request, byte[] body) {
        String path = request.path() == null ? "/" : request.path();
        if (path.startsWith(WebApiEndpoint.PREFIX)) {
            webApi.handle(request, body);
        } else if (path.startsWith(ControlEndpoint.PREFIX)) {
            new AnswerWriter(vertx, request)
                    .writePlain(controls.answer(request.method().name(), path, body));
        } else if (TokenEndpoint.owns(path) && request.method().name().equals("POST")) {
            token(request, path, body);
        } else if (Discovery.owns(path)) {
            new AnswerWriter(vertx, request).writePlain(Discovery.answer(path, WebApiEndpoint.origin(request)));
        } else {
            ApiError error = new ApiError(
                    ErrorCode.NO_RESOURCE,
                    "No HTTP resource was found that matches the request URI '" + request.absoluteURI() + "'.");
            new AnswerWriter(vertx, request).writePlain(ErrorAnswers.of(error, Preferences.NONE));
        }
    }

    private void token(HttpServerRequest request, String path, byte[] body) {
        Optional<Fault> fault = service.faults().strike(OperationKind.TOKEN, null);
        long delay = Math.round(fault.map(Fault::latencyMillis).orElse(0.0));
        if (delay > 0) {
            vertx.setTimer(delay, timer -> answerToken(request, path, body, fault));
        } else {
            answerToken(request, path, body, fault);
        }
    }

    private void answerToken(HttpServerRequest request, String path, byte[] body, Optional<Fault> fault) {
        AnswerWriter writer = new AnswerWriter(vertx, request)
                .distorted(fault.map(Strikes::distortion).orElse(BodyWriter.Distortion.NONE));
        if (fault.isPresent() && (fault.get().reset() || fault.get().dropResponse())) {
            service.statistics().dropped();
            writer.reset();
            return;
        }
        Answer answer = fault.filter(found -> found.status() != null)
                .map(found -> Strikes.answer(found, Preferences.NONE))
                .orElseGet(() -> tokenAnswer(request, path, body));
        service.statistics().answered(OperationKind.TOKEN, answer.status());
        writer.writePlain(answer);
    }

    private Answer tokenAnswer(HttpServerRequest request, String path, byte[] body) {
        try {
            return tokenEndpoint.answer(path, request.getHeader("Authorization"), body);
        } catch (ApiError e) {
            return ErrorAnswers.of(e, Preferences.NONE);
        }
    }
}
