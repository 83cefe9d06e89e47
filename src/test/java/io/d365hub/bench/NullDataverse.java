package io.d365hub.bench;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Consumer;

/** Takes everything and does nothing: what is left is what the client costs. */
final class NullDataverse implements AutoCloseable {

    private final Vertx vertx;
    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Takes writes on a port.
     *
     * @param behind answers all that is not a write to a table; null where nothing else is asked
     * @param written called on an event loop when a write has arrived whole
     */
    NullDataverse(int port, int eventLoops, URI behind, Consumer<String> written) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops));
        server = vertx.createHttpServer().requestHandler(request -> {
            boolean write = request.path().contains("/salesorders");
            if (behind == null && !write) {
                answer(request);
            } else if (!write) {
                forward(request, behind);
            } else {
                request.endHandler(end -> {
                    written.accept(request.path());
                    request.response().setStatusCode(204).end();
                });
            }
        });
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static void answer(HttpServerRequest request) {
        if (request.path().endsWith("/token")) {
            json(request, "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"t\"}");
        } else {
            json(
                    request,
                    "{\"value\":[{\"LogicalName\":\"salesorder\",\"EntitySetName\":\"salesorders\","
                            + "\"PrimaryIdAttribute\":\"salesorderid\"}]}");
        }
    }

    private void forward(HttpServerRequest request, URI behind) {
        Context context = vertx.getOrCreateContext();
        request.bodyHandler(body -> {
            java.net.http.HttpRequest.Builder copy = java.net.http.HttpRequest.newBuilder(behind.resolve(request.uri()))
                    .method(
                            request.method().name(),
                            java.net.http.HttpRequest.BodyPublishers.ofByteArray(body.getBytes()));
            for (String name : List.of("Authorization", "Content-Type")) {
                if (request.getHeader(name) != null) {
                    copy.header(name, request.getHeader(name));
                }
            }
            var unused = http.sendAsync(copy.build(), java.net.http.HttpResponse.BodyHandlers.ofString())
                    .thenAccept(answer -> context.runOnContext(now -> {
                        answer.headers().firstValue("Content-Type").ifPresent(type -> request.response()
                                .putHeader("Content-Type", type));
                        request.response().setStatusCode(answer.statusCode()).end(answer.body());
                    }));
        });
    }

    private static void json(HttpServerRequest request, String body) {
        request.response().putHeader("Content-Type", "application/json").end(body);
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Serves on the port given as the only argument. */
    public static void main(String[] arguments) {
        new NullDataverse(Integer.parseInt(arguments[0]), 2, null, path -> {});
    }
}
