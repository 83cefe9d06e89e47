package io.d365hub.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads rows by plain JDBC over a fixed number of connections, one thread for each; the measure of single rows. */
final class JdbcLoad {

    private final VirtualRows rows;
    private final int connections;

    JdbcLoad(VirtualRows rows, int connections) {
        this.rows = rows;
        this.connections = connections;
    }

    /** @param rate rows a second, latency counted from when each was due; 0: as fast as the database answers */
    HttpLoad.Result run(long millis, double rate) throws InterruptedException {
        Latencies latencies = new Latencies();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            int number = i;
            all.add(CompletableFuture.runAsync(
                    () -> read(number, start, start + TimeUnit.MILLISECONDS.toNanos(millis), rate, latencies),
                    threads));
        }
        all.forEach(CompletableFuture::join);
        threads.shutdown();
        return new HttpLoad.Result(latencies.count() / (millis / 1000.0), 0, latencies);
    }

    private void read(int thread, long start, long end, double rate, Latencies latencies) {
        try (Connection connection = rows.connect()) {
            for (long sent = 0; System.nanoTime() < end; sent++) {
                long n = sent * connections + thread;
                long due = rate == 0 ? System.nanoTime() : start + (long) (n * 1e9 / rate);
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                rows.read(connection, n);
                latencies.add(System.nanoTime() - due);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
