package io.d365hub.batch.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Another system over HTTP: answers with what a test has put there, by path and query. */
public final class PageServer implements AutoCloseable {

    /** Answers a request; must close it. */
    public interface Answer {
        void to(HttpExchange request) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();

    public PageServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange request) throws IOException {
        String asked = request.getRequestURI().toString();
        requests.add(asked);
        headers.add(Map.copyOf(request.getRequestHeaders()));
        answers.getOrDefault(asked, status(404, "")).to(request);
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Every request to this path and query gets this JSON. */
    public PageServer put(String asked, String json) {
        return put(asked, status(200, json));
    }

    public PageServer put(String asked, Answer answer) {
        answers.put(asked, answer);
        return this;
    }

    /** An answer; header names and values one after the other. */
    public static Answer status(int status, String body, String... headers) {
        return request -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < headers.length; i += 2) {
                request.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            request.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            request.getResponseBody().write(bytes);
            request.close();
        };
    }

    /** What was asked for, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** A header of the request of this index. */
    public String header(int request, String name) {
        return headers.get(request).getOrDefault(name, List.of("")).get(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
