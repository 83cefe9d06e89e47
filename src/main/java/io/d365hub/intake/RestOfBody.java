package io.d365hub.intake;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * What still comes of a body after the answer is decided. Closing at once would reset the connection, and most callers
 * would see that instead of the answer; reading for ever would let a caller hold the connection. So it is read for a
 * short while and up to a limit, and thrown away.
 */
final class RestOfBody {

    private static final long MOST_MILLIS = 2_000;
    private static final long MOST_BYTES = 8L << 20;

    private final HttpServerRequest request;
    private final boolean closeAtEnd;
    private final Vertx vertx;
    private long timer;
    private long discarded;

    RestOfBody(HttpServerRequest request, boolean closeAtEnd) {
        this.request = request;
        this.closeAtEnd = closeAtEnd;
        Context context = Vertx.currentContext();
        this.vertx = context.owner();
    }

    void discard() {
        timer = vertx.setTimer(MOST_MILLIS, id -> cut());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (closeAtEnd) {
                cut();
            }
        });
        request.handler(this::more);
        request.resume();
    }

    private void more(Buffer part) {
        discarded += part.length();
        if (discarded > MOST_BYTES) {
            vertx.cancelTimer(timer);
            cut();
        }
    }

    private void cut() {
        if (request.version() == HttpVersion.HTTP_2) {
            // Other requests share the connection.
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
