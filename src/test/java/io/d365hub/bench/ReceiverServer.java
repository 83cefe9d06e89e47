package io.d365hub.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receivers of webhooks in a process of their own: {@code POST /ok/<n>} answers 204, {@code /hang/<n>} after 30 s, {@code
 * /away/<n>} 503. {@code GET /counts} tells what has come, by path: calls, different ids, when the first one came, and the 99th percentile of
 * milliseconds since the event's time; {@code DELETE /counts} begins anew, {@code DELETE /ids} also forgets the ids.
 */
final class ReceiverServer extends AbstractVerticle {

    private static final int LOOPS = 2;
    private static final long HANG_MILLIS = TimeUnit.SECONDS.toMillis(30);
    private static final byte[] TIMESTAMP = "\"timestamp\":\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final Map<String, Calls> BY_PATH = new ConcurrentHashMap<>();

    private final int port;

    private ReceiverServer(int port) {
        this.port = port;
    }

    /** Serves on the port given as the only argument. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        Vertx.vertx().deployVerticle(() -> new ReceiverServer(port), new DeploymentOptions().setInstances(LOOPS));
    }

    private static final class Calls {
        private final Set<String> ids = ConcurrentHashMap.newKeySet();
        private final AtomicLong calls = new AtomicLong();
        private final Latencies latencies = new Latencies();
        private final long firstAt = System.currentTimeMillis();

        void add(String id, long tookMillis) {
            ids.add(id);
            calls.incrementAndGet();
            latencies.add(TimeUnit.MILLISECONDS.toNanos(tookMillis));
        }

        JsonObject told() {
            return new JsonObject()
                    .put("calls", calls.get())
                    .put("ids", ids.size())
                    .put("firstAt", firstAt)
                    .put("p50", latencies.millis(0.5))
                    .put("p99", latencies.millis(0.99));
        }
    }

    @Override
    public void start() {
        vertx.createHttpServer().requestHandler(this::take).listen(port, "127.0.0.1");
    }

    private void take(HttpServerRequest request) {
        if (request.method().name().equals("GET")) {
            JsonObject counts = new JsonObject();
            BY_PATH.forEach((path, calls) -> counts.put(path, calls.told()));
            request.response().end(counts.toBuffer());
            return;
        }
        if (request.method().name().equals("DELETE")) {
            BY_PATH.clear();
            request.response().end();
            return;
        }
        String path = request.path();
        request.bodyHandler(body -> {
            BY_PATH.computeIfAbsent(path, first -> new Calls())
                    .add(request.getHeader("webhook-id"), System.currentTimeMillis() - time(body));
            if (path.startsWith("/hang")) {
                vertx.setTimer(
                        HANG_MILLIS, id -> request.response().setStatusCode(204).end());
            } else {
                request.response()
                        .setStatusCode(path.startsWith("/away") ? 503 : 204)
                        .end();
            }
        });
    }

    private static long time(Buffer body) {
        byte[] bytes = body.getBytes(0, Math.min(body.length(), 200));
        for (int at = 0; at + TIMESTAMP.length < bytes.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + TIMESTAMP.length, TIMESTAMP, 0, TIMESTAMP.length)) {
                int from = at + TIMESTAMP.length;
                int to = from;
                while (bytes[to] != '"') {
                    to++;
                }
                return Instant.parse(new String(bytes, from, to - from, java.nio.charset.StandardCharsets.US_ASCII))
                        .toEpochMilli();
            }
        }
        return System.currentTimeMillis();
    }
}
