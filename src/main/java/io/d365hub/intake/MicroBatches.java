package io.d365hub.intake;

import io.d365hub.failure.FatalErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Turns questions that come one by one into few rounds of work, on one thread of its own: while a round runs, the next one
 * gathers. Nobody waits for a timer, so a lone question is worked at once.
 *
 * <p>Whoever submits is never blocked; a stage completes on the thread. When more questions wait than the queue holds, the
 * stage fails with {@link RejectedExecutionException}. Never interrupts the work: H2 closes its file on an interrupt.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class MicroBatches<Q, A> implements AutoCloseable {

    private static final long CLOSE_MILLIS = 5_000;

    private final BlockingQueue<Entry<Q, A>> waiting;
    private final int most;
    private final Function<List<Q>, List<A>> work;
    private final Thread thread;
    private volatile boolean closed;

    private record Entry<Q, A>(Q question, CompletableFuture<A> answer) {}

    /**
     * @param name of the thread
     * @param most questions in one round
     * @param capacity how many may wait
     * @param work one round: an answer to each question, in their order
     */
    MicroBatches(String name, int most, int capacity, Function<List<Q>, List<A>> work) {
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.most = most;
        this.work = work;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    CompletableFuture<A> submit(Q question) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        if (closed || !waiting.offer(new Entry<>(question, answer))) {
            answer.completeExceptionally(new RejectedExecutionException("Too many are waiting"));
        }
        return answer;
    }

    private void run() {
        List<Entry<Q, A>> round = new ArrayList<>(most);
        while (true) {
            try {
                round.add(waiting.take());
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread; only close() ends it.
                continue;
            }
            waiting.drainTo(round, most - 1);
            boolean last = round.removeIf(entry -> entry.question() == null);
            if (!round.isEmpty()) {
                work(round);
            }
            round.clear();
            if (last) {
                return;
            }
        }
    }

    private void work(List<Entry<Q, A>> round) {
        try {
            List<A> answers = work.apply(round.stream().map(Entry::question).toList());
            for (int i = 0; i < round.size(); i++) {
                round.get(i).answer().complete(answers.get(i));
            }
        } catch (RuntimeException | Error e) {
            round.forEach(entry -> entry.answer().completeExceptionally(e));
            FatalErrors.rethrow(e);
        }
    }

    /** Works what waits, then ends; what comes later is rejected. */
    @Override
    public void close() {
        closed = true;
        try {
            waiting.put(new Entry<>(null, new CompletableFuture<>()));
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
