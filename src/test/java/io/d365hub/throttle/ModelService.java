package io.d365hub.throttle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A model of the service protection limits of one user, written from the documentation: sliding windows of requests and
 * execution time, calls at once, a pause that grows while it is not obeyed; on several web servers, each of which counts
 * apart. Uses nothing of what it tests.
 */
final class ModelService {

    private static final class Server {
        private final ArrayDeque<double[]> requests = new ArrayDeque<>();
        private final ArrayDeque<double[]> execution = new ArrayDeque<>();
        private double used;
        private int running;
        private double closedUntil;
        private Limit closedBy = Limit.OTHER;
    }

    private final VirtualTime time;
    private final Server[] servers;
    private final Random random = new Random(4);
    private final double window;
    final Map<Limit, Integer> refused = new EnumMap<>(Limit.class);
    double maxRequests;
    double maxExecution;
    int maxConcurrency;
    int hint;
    boolean tells = true;
    double networkSeconds = 0.002;
    long answered;
    int peak;

    ModelService(VirtualTime time, double windowSeconds, double requests, double execution, int concurrency, int hint) {
        this(time, 1, windowSeconds, requests, execution, concurrency, hint);
    }

    ModelService(
            VirtualTime time,
            int servers,
            double windowSeconds,
            double requests,
            double execution,
            int concurrency,
            int hint) {
        this.time = time;
        this.servers = new Server[servers];
        for (int i = 0; i < servers; i++) {
            this.servers[i] = new Server();
        }
        this.window = windowSeconds;
        this.maxRequests = requests;
        this.maxExecution = execution;
        this.maxConcurrency = concurrency;
        this.hint = hint;
    }

    /** Runs one call and ends its permit; tells afterwards whether it was carried out. */
    void call(Permit permit, double seconds, java.util.function.Consumer<Boolean> ended) {
        time.after(nanos(networkSeconds / 2), () -> arrive(permit, seconds, ended));
    }

    private void arrive(Permit permit, double seconds, java.util.function.Consumer<Boolean> ended) {
        Server server = servers[random.nextInt(servers.length)];
        forget(server);
        Optional<Limit> limit = overdrawn(server);
        if (limit.isPresent()) {
            refused.merge(limit.get(), 1, Integer::sum);
            double wait = Math.max(1, Math.ceil(server.closedUntil - time.seconds()));
            Refusal refusal = new Refusal(
                    limit.get(), "0x80072321", "it answered 429", Optional.of(Duration.ofSeconds((long) wait)));
            time.after(nanos(networkSeconds / 2), () -> {
                permit.refused(refusal);
                ended.accept(false);
            });
            return;
        }
        server.running++;
        peak = Math.max(peak, server.running);
        server.requests.add(new double[] {time.seconds(), 1});
        time.after(nanos(seconds), () -> leave(server, permit, seconds, ended));
    }

    private Optional<Limit> overdrawn(Server server) {
        if (time.seconds() < server.closedUntil) {
            // Whoever does not obey waits longer.
            server.closedUntil = Math.min(time.seconds() + window, server.closedUntil + window / 1000);
            return Optional.of(server.closedBy);
        }
        if (server.running >= maxConcurrency) {
            return Optional.of(Limit.CONCURRENCY);
        }
        boolean requests = server.requests.size() >= maxRequests;
        if (!requests && server.used < maxExecution) {
            return Optional.empty();
        }
        server.closedBy = requests ? Limit.REQUESTS : Limit.EXECUTION_TIME;
        double oldest = (requests || server.execution.isEmpty() ? server.requests : server.execution).peek()[0];
        server.closedUntil = Math.max(time.seconds() + window / 20, oldest + window);
        return Optional.of(server.closedBy);
    }

    private void leave(Server server, Permit permit, double seconds, java.util.function.Consumer<Boolean> ended) {
        server.running--;
        server.execution.add(new double[] {time.seconds(), seconds});
        server.used += seconds;
        answered++;
        forget(server);
        Told told = tells
                ? new Told(
                        OptionalInt.of(hint),
                        OptionalDouble.of(Math.max(0, maxRequests - server.requests.size())),
                        OptionalDouble.of(Math.max(0, maxExecution - server.used)))
                : Told.NOTHING;
        time.after(nanos(networkSeconds / 2), () -> {
            permit.answered(told);
            ended.accept(true);
        });
    }

    private void forget(Server server) {
        double begin = time.seconds() - window;
        while (!server.requests.isEmpty() && server.requests.peek()[0] <= begin) {
            server.requests.poll();
        }
        while (!server.execution.isEmpty() && server.execution.peek()[0] <= begin) {
            server.used -= server.execution.poll()[1];
        }
    }

    int refusals() {
        return refused.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
