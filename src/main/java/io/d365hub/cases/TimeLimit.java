package io.d365hub.cases;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Gives a case up that does not end: a mapping that never comes back must not stop all others. */
final class TimeLimit implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Duration longest;
    private ExecutorService worker = worker();

    TimeLimit() {
        this(LONGEST);
    }

    TimeLimit(Duration longest) {
        this.longest = longest;
    }

    private static ExecutorService worker() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "case");
            thread.setDaemon(true); // one that never ends must not keep the process alive
            return thread;
        });
    }

    CaseResult within(Case one, Path about, Supplier<CaseResult> work) {
        Future<CaseResult> result = worker.submit(work::get);
        try {
            return result.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(true);
            worker.shutdownNow();
            worker = worker();
            return new CaseResult(
                    one,
                    Optional.of(one.place() + " '" + one.name() + "': it has not ended within " + longest.toSeconds()
                            + " s. Look for a loop or a function without end in " + about + "."));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CasesException("Interrupted in " + one.place());
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
