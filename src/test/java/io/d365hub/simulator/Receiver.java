package io.d365hub.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Somebody who registers a webhook, and remembers what comes. Answers 200 unless told otherwise. */
final class Receiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private volatile Consumer<Post> before = post -> {};

    /** One request. */
    record Post(String query, Headers headers, byte[] body) {

        String header(String name) {
            return headers.getFirst(name);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return SimulatorFixture.JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The value under this key of a dictionary. */
        JsonNode value(String dictionary, String key) {
            return value(json().path(dictionary), key);
        }

        static JsonNode value(JsonNode dictionary, String key) {
            for (JsonNode pair : dictionary) {
                if (pair.path("key").asText().equals(key)) {
                    return pair.path("value");
                }
            }
            return SimulatorFixture.JSON.missingNode();
        }
    }

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        Post post = new Post(
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders(),
                exchange.getRequestBody().readAllBytes());
        posts.add(post);
        before.accept(post);
        Integer status = answers.poll();
        exchange.sendResponseHeaders(status == null ? 200 : status, -1);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** Answers the next posts with these, and later ones with 200. */
    void answers(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Does this before it answers. */
    void before(Consumer<Post> action) {
        before = action;
    }

    List<Post> posts() {
        return posts;
    }

    /** Waits for so many posts. */
    List<Post> await(int count) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> posts.size() >= count);
        return posts;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
