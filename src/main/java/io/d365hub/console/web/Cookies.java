package io.d365hub.console.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The console's cookies: out of reach of scripts, not sent along by other sites, and over TLS only where there is TLS. */
final class Cookies {

    private static final String SESSION = "hub-session";
    private static final String SIGN_IN = "hub-sign-in";
    private static final String OPEN_ID = "hub-open-id";
    private static final long SIGN_IN_SECONDS = 600;

    private final boolean secure;

    Cookies(boolean secure) {
        this.secure = secure;
    }

    Optional<String> session(RoutingContext routing) {
        return value(routing, SESSION);
    }

    void setSession(RoutingContext routing, String token) {
        // Without an age: it ends with the browser, and the database knows when before that.
        routing.response().addCookie(cookie(SESSION, token, CookieSameSite.LAX));
    }

    void removeSession(RoutingContext routing) {
        routing.response().addCookie(cookie(SESSION, "", CookieSameSite.LAX).setMaxAge(0));
    }

    /** Shows that the sign-in form was fetched by the browser that sends it. */
    Optional<String> signIn(RoutingContext routing) {
        return value(routing, SIGN_IN);
    }

    void setSignIn(RoutingContext routing, String token) {
        routing.response()
                .addCookie(cookie(SIGN_IN, token, CookieSameSite.STRICT).setMaxAge(SIGN_IN_SECONDS));
    }

    Optional<String> openId(RoutingContext routing) {
        return value(routing, OPEN_ID);
    }

    void setOpenId(RoutingContext routing, String memory) {
        // Lax: the browser comes back from the provider's site.
        routing.response().addCookie(cookie(OPEN_ID, memory, CookieSameSite.LAX).setMaxAge(SIGN_IN_SECONDS));
    }

    void removeOpenId(RoutingContext routing) {
        routing.response().addCookie(cookie(OPEN_ID, "", CookieSameSite.LAX).setMaxAge(0));
    }

    private Optional<String> value(RoutingContext routing, String name) {
        return Optional.ofNullable(routing.request().getCookie(named(name)))
                .map(Cookie::getValue)
                .filter(text -> !text.isEmpty());
    }

    private Cookie cookie(String name, String value, CookieSameSite sameSite) {
        return Cookie.cookie(named(name), value)
                .setHttpOnly(true)
                .setSameSite(sameSite)
                .setSecure(secure)
                .setPath("/");
    }

    /** With the prefix, browsers take the cookie from no other host and not over plain HTTP. */
    private String named(String name) {
        return secure ? "__Host-" + name : name;
    }
}
