package io.d365hub.simulator.http;

import io.d365hub.simulator.limits.LimitKind;
import io.d365hub.simulator.limits.Rejection;
import io.d365hub.simulator.limits.ServiceProtection;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.odata.Preferences;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.ApiRequest;
import io.d365hub.simulator.operation.Caller;
import io.d365hub.simulator.operation.ErrorAnswers;
import io.d365hub.simulator.operation.Impersonation;
import io.d365hub.simulator.operation.OperationKind;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** {@code /api/data/v9.2/...}: lets requests in, one by one. */
final class WebApiEndpoint {

    static final String PREFIX = "/api/data/";

    private static final String MICROSOFT = "https://login.microsoftonline.com";

    private final Vertx vertx;
    private final SimulatedService service;
    private final String challengeTenant;

    WebApiEndpoint(Vertx vertx, SimulatedService service, String tenantId) {
        this.vertx = vertx;
        this.service = service;
        this.challengeTenant = tenantId;
    }

    void handle(HttpServerRequest request, byte[] body) {
        AnswerWriter writer = new AnswerWriter(vertx, request);
        String sent = request.getHeader("Cookie");
        ServiceProtection protection = service.webServers().route(sent);
        CommonHeaders.Cookies cookies = new CommonHeaders.Cookies(
                protection.cookie(), sent == null || !sent.contains("ReqClientId="), secureCookies(request));
        if (request.method().equals(HttpMethod.OPTIONS)) {
            writer.write(preflight(request), cookies, null, 0);
            return;
        }
        Optional<Caller> caller = service.tokens().caller(request.getHeader("Authorization"));
        if (caller.isEmpty()) {
            service.statistics().answered(OperationKind.INVALID, 401);
            writer.write(challenge(request), cookies, null, 0);
            return;
        }
        int dopHint = protection.limits().dopHint();
        ServiceProtection.Admission admission = protection.admit(charged(request, caller.get()));
        if (admission.rejection().isPresent()) {
            Rejection rejection = admission.rejection().get();
            ApiError error = new ApiError(code(rejection.limit()), rejection.message());
            service.statistics().throttled(error.code());
            service.statistics().answered(OperationKind.INVALID, 429);
            Answer answer = ErrorAnswers.of(error, Preferences.NONE)
                    .header("Retry-After", Long.toString(rejection.retryAfterSeconds()));
            writer.write(answer, cookies, admission.remaining(), dopHint);
            return;
        }
        new RunningRequest(vertx, service, admission, writer, cookies)
                .start(() -> apiRequest(request, body, caller.get()));
    }

    /** Cookies are kept from plain HTTP only where TLS is spoken, here or by a proxy; the real service's always are. */
    private boolean secureCookies(HttpServerRequest request) {
        return service.environment().dialect().secureCookies()
                || request.isSSL()
                || "https".equals(request.getHeader("X-Forwarded-Proto"));
    }

    /** Whose limits a request counts for. */
    private UUID charged(HttpServerRequest request, Caller caller) {
        if (!service.environment().dialect().chargeImpersonatedUser()) {
            return caller.userId();
        }
        UUID impersonated = Impersonation.named(service.environment(), request::getHeader);
        return impersonated == null ? caller.userId() : impersonated;
    }

    private static ErrorCode code(LimitKind limit) {
        return switch (limit) {
            case REQUESTS -> ErrorCode.TOO_MANY_REQUESTS;
            case EXECUTION_TIME -> ErrorCode.TOO_MUCH_EXECUTION_TIME;
            case CONCURRENCY -> ErrorCode.TOO_MANY_CONCURRENT_REQUESTS;
        };
    }

    /** What a browser asks, without a token, before it lets a page of another origin call [U]. */
    private static Answer preflight(HttpServerRequest request) {
        return new Answer(200)
                .header("Access-Control-Allow-Methods", "GET,HEAD,POST,PATCH,PUT,DELETE,OPTIONS")
                .header("Access-Control-Allow-Headers", request.getHeader("Access-Control-Request-Headers"))
                .header("Access-Control-Max-Age", "3600");
    }

    private Answer challenge(HttpServerRequest request) {
        String origin = origin(request);
        String authority = service.environment().dialect().challengeNamesSimulator() ? origin : MICROSOFT;
        return new Answer(401)
                .header(
                        "WWW-Authenticate",
                        "Bearer authorization_uri=" + authority + "/" + challengeTenant
                                + "/oauth2/authorize, resource_id=" + origin + "/");
    }

    private static ApiRequest apiRequest(HttpServerRequest request, byte[] body, Caller caller) {
        String path = request.path().substring(PREFIX.length());
        int slash = path.indexOf('/');
        String version = slash < 0 ? path : path.substring(0, slash);
        if (!isVersion(version)) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "Requested API Version '" + version
                            + "' was not understood. Please provide in the format /api/data/v<Major>.<Minor>/ (example:"
                            + " /api/data/v7.2/)");
        }
        UnaryOperator<String> headers = name -> header(request, name);
        return new ApiRequest(
                // The server leaves the body of the answer out.
                request.method().equals(HttpMethod.HEAD)
                        ? "GET"
                        : request.method().name(),
                slash < 0 ? "" : path.substring(slash + 1),
                request.query(),
                headers,
                body,
                origin(request) + PREFIX + version + "/",
                caller);
    }

    /** {@code v<digits>.<digits>}. */
    private static boolean isVersion(String text) {
        int dot = text.indexOf('.');
        return text.startsWith("v")
                && dot > 1
                && dot < text.length() - 1
                && text.substring(1, dot).chars().allMatch(Character::isDigit)
                && text.substring(dot + 1).chars().allMatch(Character::isDigit);
    }

    private static String header(HttpServerRequest request, String name) {
        String first = request.headers().get(name);
        if (first == null) {
            return null;
        }
        List<String> values = request.headers().getAll(name);
        return values.size() == 1 ? first : String.join(",", values);
    }

    /** Scheme and host as the client addresses them, proxies included. */
    static String origin(HttpServerRequest request) {
        String scheme = request.getHeader("X-Forwarded-Proto");
        String host = request.getHeader("X-Forwarded-Host");
        return (scheme == null ? request.scheme() : scheme) + "://" + (host == null ? request.getHeader("Host") : host);
    }
}
