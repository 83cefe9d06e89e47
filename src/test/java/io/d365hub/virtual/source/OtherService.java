package io.d365hub.virtual.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP service whose answers a test decides. */
public final class OtherService implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Function<String, Answer> answers = address -> Answer.of(404, "");

    /** One answer; a status of 0 means none at all. */
    public record Answer(int status, String body, Map<String, String> headers) {

        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }

        public static Answer json(String body) {
            return of(200, body.replace('\'', '"'));
        }

        public Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value));
        }
    }

    public OtherService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String address = exchange.getRequestMethod() + " " + exchange.getRequestURI() + headers(exchange);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(address + (body.isEmpty() ? "" : " " + body));
        Answer answer = answers.apply(address);
        if (answer.status() == 0) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static String headers(HttpExchange exchange) {
        StringBuilder told = new StringBuilder();
        for (String name : List.of("If-Match", "X-Token")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                told.append(" ").append(name).append(": ").append(value);
            }
        }
        return told.toString();
    }

    /** From now on the answers are these, by the method and address of the request. */
    public void answers(Function<String, Answer> by) {
        answers = by;
    }

    public void answers(Answer always) {
        answers = address -> always;
    }

    /** Everything that was asked, e.g. {@code GET /rates?currency=CHF}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
