package io.d365hub.console.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads a form, up to a number of bytes. The server's own reading of forms allows 8 KiB a field, and an edited message has up
 * to 1 MiB.
 */
final class FormBody implements Handler<RoutingContext> {

    private static final String FIELDS = "console.form";
    private static final int MOST_FIELDS = 1_000;

    private final int mostBytes;

    FormBody(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Buffer body = Buffer.buffer();
        request.handler(piece -> {
            if (body.length() + piece.length() > mostBytes) {
                request.handler(null).endHandler(null);
                routing.fail(413);
            } else {
                body.appendBuffer(piece);
            }
        });
        request.endHandler(end -> {
            try {
                routing.put(FIELDS, fields(body));
                routing.next();
            } catch (IllegalArgumentException e) {
                routing.fail(400);
            }
        });
        request.resume();
    }

    private static Map<String, List<String>> fields(Buffer body) {
        return new QueryStringDecoder(
                        body.toString(StandardCharsets.UTF_8), StandardCharsets.UTF_8, false, MOST_FIELDS, true)
                .parameters();
    }

    /** The fields of the form; none when there was no form. */
    static Map<String, List<String>> of(RoutingContext routing) {
        Map<String, List<String>> fields = routing.get(FIELDS);
        return fields == null ? Map.of() : fields;
    }
}
