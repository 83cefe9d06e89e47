package io.d365hub.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends mappings that do not come to an end: steps in Groovy, jq, XSLT and Java, which can. They run on threads of their own, so that one
 * that loops for ever harms no lane; when it has computed longer than the limit its message fails with
 * {@link EndlessMappingException}. Its thread is interrupted first, which Groovy obeys; one that does not obey is left alone, and
 * costs a processor until it ends or the hub does. Thread-safe; close it after the context has stopped.
 */
public final class MappingGuard implements InterceptStrategy, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MappingGuard.class);

    /** When so many compute at once, more are computed by those who want them. */
    private static final int MOST_THREADS = 32;

    private static final long LOOK_MILLIS = 250;

    /** For a mapping that has been asked to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Duration limit;
    private final Set<MappingRun> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger runaways = new AtomicInteger();
    private final ThreadFactory threads = task -> {
        Thread thread = new Thread(task, "mapping-" + numbers.incrementAndGet());
        thread.setDaemon(true); // one that never ends must not keep the process alive
        return thread;
    };
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads,
            new ThreadPoolExecutor.CallerRunsPolicy());
    /** Made with the first step of this kind: most hubs have none. */
    private ScheduledExecutorService watch;

    /** @param limit how much processor time a mapping may take for one message */
    public MappingGuard(Duration limit) {
        this.limit = limit;
    }

    /** Watches over the routes of a context; before they are built. */
    public void install(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(this);
    }

    /** How many mappings have been given up and still compute. */
    public int runaways() {
        return runaways.get();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Optional<String> mapping = MappingSteps.name(definition, target);
        if (mapping.isEmpty()) {
            return target;
        }
        begin();
        return new Guarded(target, mapping.get());
    }

    private synchronized void begin() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "mapping-watch");
                thread.setDaemon(true);
                return thread;
            });
            Future<?> unused =
                    watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        List<MappingRun> overdue =
                running.stream().filter(MappingRun::isOverdue).toList();
        for (MappingRun run : overdue) {
            run.ask();
            if (run.isDeaf(PATIENCE) && running.remove(run)) {
                workers.execute(() -> giveUp(run));
            }
        }
    }

    private void giveUp(MappingRun run) {
        runaways.incrementAndGet();
        if (run.giveUp()) {
            LOG.warn(
                    "Mapping {} does not come to an end and cannot be stopped. Its message is a dead letter; the mapping goes on and"
                            + " costs one processor until the hub is restarted. Mend it first.",
                    run.mapping());
        } else {
            runaways.decrementAndGet();
        }
    }

    private void returned(MappingRun run) {
        running.remove(run);
        if (run.isGivenUp()) {
            runaways.decrementAndGet();
        }
    }

    @Override
    public synchronized void close() {
        workers.shutdownNow();
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    /** A step that is run where it does no harm. */
    private final class Guarded extends DelegateAsyncProcessor {

        private final String mapping;

        Guarded(Processor step, String mapping) {
            super(step);
            this.mapping = mapping;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            MappingRun run =
                    new MappingRun(mapping, limit, getProcessor(), exchange, callback, MappingGuard.this::returned);
            running.add(run);
            workers.execute(run);
            return false;
        }
    }
}
