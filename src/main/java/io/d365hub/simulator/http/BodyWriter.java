package io.d365hub.simulator.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Puts the body of an answer on the wire: compressed when the client asks for it, slowly or cut when a fault wants it. */
final class BodyWriter {

    private static final int SLICES_A_SECOND = 10;
    private static final long SLICE_MILLIS = 1000 / SLICES_A_SECOND;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final byte[] body;
    private final Distortion distortion;
    private final int end;
    private int sent;

    /**
     * What a fault does to a body.
     *
     * @param truncateAfterBytes the connection is closed after so many bytes, of which there are fewer than announced;
     *     null for a whole body
     * @param bytesPerSecond how fast it is sent; null for at once
     */
    record Distortion(Integer truncateAfterBytes, Integer bytesPerSecond) {

        static final Distortion NONE = new Distortion(null, null);
    }

    private BodyWriter(Vertx vertx, HttpServerRequest request, byte[] body, Distortion distortion) {
        this.vertx = vertx;
        this.request = request;
        this.body = body;
        this.distortion = distortion;
        this.end = distortion.truncateAfterBytes() == null
                ? body.length
                : Math.min(distortion.truncateAfterBytes(), Math.max(0, body.length - 1));
    }

    /** Sends the body and ends the answer. */
    static void write(Vertx vertx, HttpServerRequest request, byte[] plain, Distortion distortion) {
        HttpServerResponse response = request.response();
        byte[] body = plain;
        if (plain.length > 0 && takesGzip(request.getHeader("Accept-Encoding"))) {
            body = gzip(plain);
            response.headers().add("Content-Encoding", "gzip").add("Vary", "Accept-Encoding");
        }
        if (body.length == 0) {
            response.end();
        } else if (distortion.equals(Distortion.NONE)) {
            response.end(Buffer.buffer(body));
        } else {
            new BodyWriter(vertx, request, body, distortion).send();
        }
    }

    private static boolean takesGzip(String accepted) {
        return accepted != null
                && accepted.contains("gzip")
                && !accepted.contains("gzip;q=0,")
                && !accepted.endsWith("gzip;q=0");
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 2 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot be: it is memory
        }
        return out.toByteArray();
    }

    private void send() {
        request.response().headers().set("Content-Length", Integer.toString(body.length));
        if (distortion.bytesPerSecond() == null) {
            slice(end);
            return;
        }
        int size = Math.max(1, distortion.bytesPerSecond() / SLICES_A_SECOND);
        slice(size);
        vertx.setPeriodic(SLICE_MILLIS, timer -> {
            if (sent >= end || request.response().closed()) {
                vertx.cancelTimer(timer);
            } else {
                slice(size);
            }
        });
    }

    private void slice(int size) {
        int to = Math.min(end, sent + size);
        Buffer slice = Buffer.buffer(Arrays.copyOfRange(body, sent, to));
        sent = to;
        if (to < end) {
            request.response().write(slice);
        } else if (end == body.length) {
            request.response().end(slice);
        } else {
            // The connection is closed only when the bytes are gone, or they would be lost with it.
            request.response().write(slice).onComplete(done -> request.connection()
                    .close());
        }
    }
}
