package io.d365hub.simulator.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Collects a request's body up to a limit; what exceeds it is read and thrown away, so that the answer gets through. */
final class BodyReader {

    private static final byte[] EMPTY = {};

    private final int mostBytes;
    private Buffer collected;
    private boolean tooLong;

    private BodyReader(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Calls one of the two once the body has come. */
    static void read(HttpServerRequest request, int mostBytes, Consumer<byte[]> whole, Runnable tooLong) {
        BodyReader reader = new BodyReader(mostBytes);
        request.handler(reader::add);
        request.endHandler(end -> {
            if (reader.tooLong) {
                tooLong.run();
            } else {
                whole.accept(reader.collected == null ? EMPTY : reader.collected.getBytes());
            }
        });
    }

    private void add(Buffer chunk) {
        if (tooLong) {
            return;
        }
        if (collected == null) {
            collected = Buffer.buffer(chunk.length());
        }
        collected.appendBuffer(chunk);
        if (collected.length() > mostBytes) {
            tooLong = true;
            collected = null;
        }
    }
}
