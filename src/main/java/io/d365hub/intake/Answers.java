package io.d365hub.intake;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes answers, with as few headers as is right. On the request's event loop. */
final class Answers {

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized(Problem.MEDIA_TYPE);
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CHALLENGE = HttpHeaders.createOptimized("ApiKey");

    private Answers() {}

    static void json(HttpServerResponse response, int status, String json) {
        if (response.closed() || response.ended()) {
            return;
        }
        response.headers().set(HttpHeaders.CONTENT_TYPE, JSON);
        response.setStatusCode(status).end(Buffer.buffer(json));
    }

    /** Says nothing of what happened: that is in the log. */
    static Problem internalError() {
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "The request was not handled.",
                "The hub met an unexpected failure.",
                "Send it again later; if it fails again, ask the hub's operator to look into its log.");
    }

    /** Answers a request whose body has been read, or has none. */
    static void problem(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.headers().set(HttpHeaders.CONTENT_TYPE, PROBLEM).set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        problem.retryAfter().ifPresent(wait -> response.headers()
                .set(HttpHeaders.RETRY_AFTER, Long.toString(Problem.seconds(wait))));
        if (problem.type() == ProblemType.NOT_AUTHENTICATED) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGE);
        }
        response.setStatusCode(problem.type().status()).end(Buffer.buffer(problem.toJson()));
    }

    /**
     * Answers a request whose body has not been read to its end. The rest is thrown away: only when there is little of it
     * can the connection be used again, and a caller told to stop gets a moment to read why.
     */
    static void problemBeforeBody(HttpServerRequest request, Problem problem) {
        if (request.isEnded()) {
            problem(request, problem);
            return;
        }
        boolean last = problem.type() == ProblemType.TOO_LARGE || problem.type() == ProblemType.TOO_SLOW;
        if (last && request.version() != HttpVersion.HTTP_2) {
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaderValues.CLOSE);
        }
        new RestOfBody(request, last).discard();
        problem(request, problem);
    }
}
