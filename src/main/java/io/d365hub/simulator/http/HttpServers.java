package io.d365hub.simulator.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads that serve one simulator, all of them on one port. Thread-safe. */
public final class HttpServers implements AutoCloseable {

    private static final long START_SECONDS = 30;
    /** So many operations can wait for synchronous steps at once. */
    private static final int WAITING_THREADS = 20;

    private final Vertx vertx;
    private final int loops;
    private volatile int port;

    /**
     * Starts threads that listen nowhere yet.
     *
     * @param eventLoops how many serve; 0 for one for each processor
     */
    public HttpServers(int eventLoops) {
        loops = eventLoops > 0 ? eventLoops : Runtime.getRuntime().availableProcessors();
        // The server serves no files, so Vert.x need not make a cache folder for them.
        FileSystemOptions noFiles =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(WAITING_THREADS)
                .setFileSystemOptions(noFiles));
    }

    /**
     * Listens, and returns when requests are answered.
     *
     * @throws IllegalStateException when the port cannot be bound
     */
    public void listen(SimulatedService service, HttpFrontend.Address address) {
        List<HttpFrontend> instances = new CopyOnWriteArrayList<>();
        await(
                vertx.deployVerticle(
                                () -> {
                                    HttpFrontend instance = new HttpFrontend(service, address);
                                    instances.add(instance);
                                    return instance;
                                },
                                new DeploymentOptions().setInstances(loops))
                        .toCompletionStage()
                        .toCompletableFuture(),
                "listen on " + address.host() + ":" + Math.max(0, address.port()));
        port = instances.get(0).port();
    }

    /** The port that was bound. */
    public int port() {
        return port;
    }

    private static void await(Future<?> done, String what) {
        try {
            done.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The simulator cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("The simulator did not " + what + " in time.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the simulator was to " + what + ".", e);
        }
    }

    /** Stops listening; open connections are closed. */
    @Override
    public void close() {
        await(vertx.close().toCompletionStage().toCompletableFuture(), "stop");
    }
}
