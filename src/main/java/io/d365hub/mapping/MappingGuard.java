package io.d365hub.mapping;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.LanguageResolver;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends mappings that do not come to an end: steps in Groovy, jq, XSLT and Java, and expressions in these languages wherever Camel takes
 * expressions ({@code filter}, {@code choice}, {@code split} ...). They run on threads of their own ({@link MappingThreads}), so that one
 * that loops for ever harms no lane; when it has computed longer than the limit its message fails with
 * {@link EndlessMappingException}. Its thread is interrupted first, which Groovy and jq obey; one that does not obey is left alone, and
 * costs a processor until it ends or the hub does. A mapping of which several are left alone is not run any more
 * ({@link WatchedMapping}). Thread-safe; close it after the context has stopped.
 */
public final class MappingGuard implements InterceptStrategy, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MappingGuard.class);

    private static final long LOOK_MILLIS = 250;

    /** For a mapping that has been asked to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Duration limit;
    private final Consumer<String> told;
    private final Set<MappingRun> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runaways = new AtomicInteger();
    private final MappingThreads threads = new MappingThreads();
    /** Made with the first step of this kind: most hubs have none. */
    private ScheduledExecutorService watch;

    /** @param limit how much processor time a mapping may take for one message */
    public MappingGuard(Duration limit) {
        this(limit, MappingGuard::warn);
    }

    /** @param told gets the names of mappings that go on and cannot be stopped */
    public MappingGuard(Duration limit, Consumer<String> told) {
        this.limit = limit;
        this.told = told;
    }

    private static void warn(String mapping) {
        LOG.warn(
                "Mapping {} does not come to an end and cannot be stopped. Its message is a dead letter; the mapping goes on and"
                        + " costs one processor until the hub is restarted. Mend it first.",
                mapping);
    }

    /** Watches over the routes of a context; before they are built. */
    public void install(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(this);
        LanguageResolver languages = context.getCamelContextExtension().getContextPlugin(LanguageResolver.class);
        context.getCamelContextExtension()
                .addContextPlugin(LanguageResolver.class, new WatchedLanguages(languages, this));
    }

    /** How many mappings have been given up and still compute. */
    public int runaways() {
        return runaways.get();
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Optional<String> mapping = MappingSteps.name(definition, target);
        if (mapping.isPresent()) {
            return new Guarded(target, watched(mapping.get()), MappingSteps.kind(definition));
        }
        return MappingSteps.holdsCondition(definition) ? new Carried(target) : target;
    }

    /** A mapping that will be run here. */
    WatchedMapping watched(String name) {
        begin();
        return new WatchedMapping(name, limit);
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
                threads.expression(() -> giveUp(run));
            }
        }
        threads.replace(runaways.get(), (int)
                running.stream().filter(MappingRun::isIdle).count());
    }

    private void giveUp(MappingRun run) {
        runaways.incrementAndGet();
        if (run.giveUp()) {
            told.accept(run.mapping().name());
        } else {
            runaways.decrementAndGet();
        }
    }

    private void returned(MappingRun run) {
        running.remove(run);
        if (run.isGivenUp()) {
            run.mapping().cameBack();
            runaways.decrementAndGet();
        }
    }

    /**
     * Evaluates an expression where it does no harm, and waits for it.
     *
     * @throws EndlessMappingException when it does not come to an end
     */
    <T> T evaluate(WatchedMapping mapping, Supplier<T> expression) {
        if (MappingThreads.isWatched()) {
            return expression.get();
        }
        Optional<EndlessMappingException> refusal = mapping.refusal();
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        AtomicReference<T> value = new AtomicReference<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        Carrier carrier = MappingThreads.carrier();
        MappingRun run = run(
                mapping,
                done -> {
                    value.set(expression.get());
                    done.run();
                },
                failure -> {
                    if (failure == null) {
                        end.complete(null);
                    } else {
                        end.completeExceptionally(failure);
                        // Given up: the thread that waits for the end is the one that does not come back.
                        giveUp(carrier, failure);
                    }
                });
        if (carrier == null) {
            threads.expression(run);
        } else {
            run.run();
        }
        return value(end, value);
    }

    private static void giveUp(Carrier carrier, Throwable failure) {
        if (carrier != null && !MappingThreads.isCarriedBy(carrier)) {
            carrier.failed(failure);
        }
    }

    private static <T> T value(CompletableFuture<Void> end, AtomicReference<T> value) {
        try {
            end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
        return value.get();
    }

    private MappingRun run(WatchedMapping mapping, MappingRun.Task task, MappingRun.Ending ending) {
        MappingRun run = new MappingRun(mapping, task, ending, this::returned);
        running.add(run);
        return run;
    }

    @Override
    public synchronized void close() {
        threads.close();
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    /** A step with a condition that is run where it does no harm; what the step goes on to is not watched. */
    private final class Carried extends DelegateAsyncProcessor {

        Carried(Processor step) {
            super(step);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (MappingThreads.isWatched()) {
                return super.process(exchange, callback);
            }
            Carrier carrier = new Carrier(exchange, callback);
            Runnable step = () -> {
                try {
                    MappingThreads.carried(carrier, () -> getProcessor().process(exchange, sync -> carrier.ended()));
                } catch (RuntimeException | Error e) {
                    carrier.failed(e);
                }
            };
            if (MappingThreads.isOurs()) {
                step.run();
            } else {
                threads.step(step);
            }
            return false;
        }
    }

    /** A step that is run where it does no harm. */
    private final class Guarded extends DelegateAsyncProcessor {

        private final WatchedMapping mapping;
        private final String kind;

        Guarded(Processor step, WatchedMapping mapping, String kind) {
            super(step);
            this.mapping = mapping;
            this.kind = kind;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (MappingThreads.isWatched()) {
                return super.process(exchange, callback);
            }
            Optional<EndlessMappingException> refusal = mapping.refusal();
            if (refusal.isPresent()) {
                exchange.setException(refusal.get());
                callback.done(true);
                return true;
            }
            MappingRun run = run(mapping, done -> getProcessor().process(exchange, sync -> done.run()), failure -> {
                if (failure != null) {
                    exchange.setException(failure);
                }
                if (!kind.isEmpty() && exchange.getException() != null) {
                    // Otherwise the letter would name the endpoint before.
                    exchange.setProperty(ExchangePropertyKey.TO_ENDPOINT, kind);
                }
                callback.done(false);
            });
            if (MappingThreads.isOurs()) {
                run.run();
            } else {
                threads.step(run);
            }
            return false;
        }
    }
}
