package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Stores the letters of a large batch with some connections at once: one process of PostgreSQL does not store as many as lanes can
 * send. Letters of a cause stay together, so that nobody waits for the counts of another's causes.
 */
final class LetterShares {

    static final int MOST = 3;

    /** Letters that are worth a transaction of their own. */
    private static final int LEAST_LETTERS = 200;

    private static final long IDLE_SECONDS = 10;

    private final int most;
    private final Executor threads;

    /** @param most shares at once; with one, all is done by the caller's thread */
    LetterShares(int most) {
        this.most = most;
        this.threads = most > 1 ? pool(most - 1) : Runnable::run;
    }

    private static Executor pool(int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "store-letters");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Stores one share, wholly or not at all. */
    interface Store {
        void store(List<Dying> share) throws SQLException;
    }

    private static final class Share {
        private final List<Dying> letters = new ArrayList<>();

        int size() {
            return letters.size();
        }
    }

    /**
     * Stores all of them; returns, or fails, when no share is being stored any more. Shares that were stored stay so when another one
     * fails.
     *
     * @param causes of the letters; what has none, and replays, are in the first share
     */
    void run(List<Dying> batch, Map<UUID, Fingerprint> causes, Store store) throws SQLException {
        List<List<Dying>> shares = of(batch, causes);
        List<CompletableFuture<Void>> others = shares.stream()
                .skip(1)
                .map(share -> CompletableFuture.runAsync(() -> inside(store, share), threads))
                .toList();
        try {
            store.store(shares.get(0));
        } finally {
            CompletableFuture.allOf(others.toArray(new CompletableFuture<?>[0]))
                    .exceptionally(failure -> null)
                    .join();
        }
        for (CompletableFuture<Void> other : others) {
            rethrow(other);
        }
    }

    private static void rethrow(CompletableFuture<Void> other) throws SQLException {
        try {
            other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static void inside(Store store, List<Dying> share) {
        try {
            store.store(share);
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private List<List<Dying>> of(List<Dying> batch, Map<UUID, Fingerprint> causes) {
        int number = Math.min(most, batch.size() / LEAST_LETTERS);
        if (number < 2) {
            return List.of(batch);
        }
        Share first = new Share();
        Map<UUID, Share> byCause = new HashMap<>();
        for (Dying dying : batch) {
            boolean apart = dying.message().replay().isEmpty();
            Share share =
                    apart ? byCause.computeIfAbsent(causes.get(dying.letter()).id(), cause -> new Share()) : first;
            share.letters.add(dying);
        }
        return even(first, byCause, number);
    }

    /** The largest cause goes to the smallest share. */
    private static List<List<Dying>> even(Share first, Map<UUID, Share> byCause, int number) {
        List<Share> shares = new ArrayList<>(List.of(first));
        while (shares.size() < number) {
            shares.add(new Share());
        }
        PriorityQueue<Share> smallest = new PriorityQueue<>(Comparator.comparingInt(Share::size));
        smallest.addAll(shares);
        byCause.values().stream()
                .sorted(Comparator.comparingInt(Share::size).reversed())
                .forEach(cause -> {
                    Share share = smallest.remove();
                    share.letters.addAll(cause.letters);
                    smallest.add(share);
                });
        return shares.stream()
                .filter(share -> share.size() > 0)
                .map(share -> share.letters)
                .toList();
    }
}
