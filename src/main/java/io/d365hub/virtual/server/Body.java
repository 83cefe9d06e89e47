package io.d365hub.virtual.server;

import io.d365hub.virtual.odata.ODataFault;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Receives one body: so many bytes, in so much time, no more. Calls one of its two handlers, once. */
final class Body {

    private static final long MOST_MILLIS = 30_000;

    private final HttpServerRequest request;
    private final int limit;
    private final Vertx vertx;
    private final Buffer received = Buffer.buffer();
    private boolean done;

    Body(HttpServerRequest request, int limit, Vertx vertx) {
        this.request = request;
        this.limit = limit;
        this.vertx = vertx;
    }

    void receive(Consumer<byte[]> whole, Consumer<ODataFault> refused) {
        if (request.isEnded()) {
            whole.accept(new byte[0]);
            return;
        }
        long timer = vertx.setTimer(
                MOST_MILLIS,
                id -> finish(() -> {
                    request.response().putHeader("Connection", "close");
                    refused.accept(ODataFault.of(408, "TooSlow", "The body did not arrive in time.", ""));
                }));
        request.exceptionHandler(gone -> finish(() -> vertx.cancelTimer(timer)));
        request.handler(part -> {
            if (!done && received.length() + part.length() > limit) {
                vertx.cancelTimer(timer);
                finish(() -> {
                    request.response().putHeader("Connection", "close");
                    refused.accept(ODataFault.of(413, "TooLarge", "The body is larger than " + limit + " bytes.", ""));
                });
            } else if (!done) {
                received.appendBuffer(part);
            }
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            finish(() -> whole.accept(received.getBytes()));
        });
        request.resume();
    }

    private void finish(Runnable how) {
        if (!done) {
            done = true;
            how.run();
        }
    }
}
