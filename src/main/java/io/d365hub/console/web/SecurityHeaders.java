package io.d365hub.console.web;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer of the console tells browsers: run and load only files of the console itself, no script in a page, no
 * frame around it, keep nothing.
 */
final class SecurityHeaders implements Handler<RoutingContext> {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
            + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private final boolean secure;

    SecurityHeaders(boolean secure) {
        this.secure = secure;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Cache-Control", "no-store");
        if (secure) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        routing.next();
    }
}
