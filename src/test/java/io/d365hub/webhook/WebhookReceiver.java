package io.d365hub.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A receiver of webhooks on loopback: keeps what it was sent, and answers as the test says. */
public final class WebhookReceiver implements AutoCloseable {

    /** What was sent, header names in lower case. */
    public record Received(String method, Map<String, String> headers, byte[] body) {}

    /** Writes the answer; the exchange is closed afterwards. */
    @FunctionalInterface
    public interface Answer {
        void write(HttpExchange exchange, Received request) throws IOException;
    }

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Answer answer = status(200);

    public WebhookReceiver() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** For one that speaks TLS. */
    public WebhookReceiver(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "receiver");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Received request = new Received(
                    exchange.getRequestMethod(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            received.add(request);
            answer.write(exchange, request);
        }
    }

    /** Answers with a status and headers and no body. */
    public static Answer status(int status, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    public void answer(Answer next) {
        answer = next;
    }

    public List<Received> received() {
        return received;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/hooks?tenant=a%20b");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
