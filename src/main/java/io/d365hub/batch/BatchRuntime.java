package io.d365hub.batch;

import io.d365hub.database.HubDatabase;
import io.d365hub.failure.FailureClassifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batches of a process. Put it into Camel's registry under any name after {@link #prepare}, and call {@link #goOn} once the routes run and every few seconds from then on. Stopping a route stops its run;
 * whoever closes the database does so afterwards. Thread-safe.
 */
public final class BatchRuntime implements Batches {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRuntime.class);

    private final Parts parts;
    private final RunStore store;
    private final RunStore.Owner owner;
    private final Map<String, Declared> declared = new ConcurrentHashMap<>();
    private final Map<String, RunLoop> running = new ConcurrentHashMap<>();
    private final List<Consumer<BatchDefinition>> onRegistered = new CopyOnWriteArrayList<>();
    private final List<Consumer<BatchDefinition>> onRemoved = new CopyOnWriteArrayList<>();
    private final List<RunListener> onBegin = new CopyOnWriteArrayList<>();

    /** A batch whose route runs. */
    record Declared(BatchDefinition definition, BatchSource source, RouteCalls route) {}

    /**
     * What batches need of their process.
     *
     * @param database where runs are recorded
     * @param rows lanes and dead letters
     * @param classifier what exceptions mean
     * @param process this process, one of its own for each start
     * @param processName what people call it
     * @param alone whether no other process uses the database: then every run that is noted as running and is not ours is dead
     * @param drainLimit how long a stop of a route waits for rows under way
     */
    public record Parts(
            HubDatabase database,
            SingleRows rows,
            FailureClassifier classifier,
            InstantSource clock,
            LongSupplier nanoTime,
            UUID process,
            String processName,
            boolean alone,
            Duration drainLimit) {}

    public BatchRuntime(Parts parts) {
        this.parts = Objects.requireNonNull(parts, "parts");
        this.store = new RunStore(parts.database());
        this.owner = new RunStore.Owner(parts.process(), parts.processName());
    }

    /**
     * Lets participants see rows before steps that leave the hub. Before routes are built.
     *
     * @param leavesHub whether a step that sends to the endpoint writes something outside; rows pass steps that only compute or
     *     look something up unasked
     */
    public static void prepare(CamelContext context, Predicate<Endpoint> leavesHub) {
        context.getCamelContextExtension().addInterceptStrategy(new RowGate(leavesHub));
    }

    SingleRows rows() {
        return parts.rows();
    }

    // --- Routes

    void register(BatchDefinition definition, BatchSource source, RouteCalls route) {
        declared.put(definition.name(), new Declared(definition, source, route));
        onRegistered.forEach(listener -> listener.accept(definition));
    }

    /** Its run, if any, is interrupted and goes on when the route starts again. */
    void remove(BatchDefinition definition) {
        declared.remove(definition.name());
        onRemoved.forEach(listener -> listener.accept(definition));
        RunLoop run = running.get(definition.name());
        if (run != null) {
            run.stop(RunState.INTERRUPTED);
            awaitEnd(definition, run);
        }
    }

    private void awaitEnd(BatchDefinition definition, RunLoop run) {
        try {
            run.over().get(parts.drainLimit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.info("Rows of batch '{}' are still under way; they come again when it goes on.", definition.name());
            run.abandon();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.abandon();
        }
    }

    /**
     * Takes up runs whose processes have died, and those that were interrupted by the stop of a hub. Blocks; to be called again
     * and again.
     */
    public void goOn() {
        for (String name : store.interrupted(parts.alone(), owner, parts.clock().instant())) {
            Declared batch = declared.get(name);
            if (batch != null && !running.containsKey(name)) {
                try {
                    begin(batch, RunRequest.SCHEDULED, true);
                } catch (BatchRefusedException e) {
                    LOG.debug("Another process was quicker to go on with batch {}", name, e);
                }
            }
        }
    }

    // --- Runs

    @Override
    public UUID start(String name, RunRequest request) {
        return begin(declaredAs(name), request, false);
    }

    @Override
    public UUID resume(String name, RunRequest.Trigger trigger) {
        return begin(declaredAs(name), new RunRequest(trigger, false, Optional.empty(), Optional.empty(), false), true);
    }

    private UUID begin(Declared batch, RunRequest request, boolean resume) {
        String name = batch.definition().name();
        synchronized (batch) {
            RunLoop under = running.get(name);
            if (under != null) {
                throw BatchRefusedException.of(
                        "Batch '" + name + "' was not started.",
                        "Its run " + under.status().id() + " is under way.",
                        "Wait for its end, or stop it with ./hub batch stop " + name + ".");
            }
            RunRow row = store.begin(
                    name,
                    request,
                    resume,
                    batch.source().isIncremental(),
                    owner,
                    parts.clock().instant());
            Run run = new Run(
                    row, batch.definition(), batch.source().isIncremental(), parts.classifier(), parts.nanoTime());
            RunLoop loop = new RunLoop(
                    run,
                    batch,
                    new RunLoop.Parts(
                            store,
                            parts.rows(),
                            parts.clock(),
                            Runtime.getRuntime().availableProcessors()));
            running.put(name, loop);
            Thread thread = RunLoop.daemon(() -> run(run, loop), "batch-" + name);
            thread.start();
            return row.id();
        }
    }

    private void run(Run run, RunLoop loop) {
        String name = run.batch().name();
        try {
            prepare(run, loop);
            loop.run();
        } catch (Exception e) {
            LOG.debug("Run {} of batch {} could not begin", run.id(), name, e);
            loop.fail(run.classify(e));
        } finally {
            running.remove(name, loop);
        }
    }

    /** What the run has to know before its first row. */
    private void prepare(Run run, RunLoop loop) throws Exception {
        String name = run.batch().name();
        List<RunStore.Handed> handed = store.handed(name);
        if (!handed.isEmpty()) {
            List<UUID> messages = handed.stream().map(RunStore.Handed::message).toList();
            Collection<UUID> settled = parts.rows().isLaneEmpty(run.batch().integration())
                    ? messages
                    : parts.rows().settled(messages);
            store.forgetHanded(name, settled);
            Set<UUID> gone = Set.copyOf(settled);
            handed.stream().filter(one -> !gone.contains(one.message())).forEach(one -> loop.side()
                    .addWaiting(one));
        }
        parts.rows().keysWithLetters(name).forEach(loop.side()::addLettered);
        for (RunListener listener : onBegin) {
            listener.begins(run);
        }
    }

    @Override
    public void stop(String name) {
        RunLoop run = running.get(name);
        if (run != null) {
            run.stop(RunState.STOPPED);
        } else if (!store.askToStop(name)) {
            throw declared.containsKey(name)
                    ? BatchRefusedException.of(
                            "Batch '" + name + "' was not stopped.", "No run of it is under way.", "Nothing to do.")
                    : BatchRefusedException.unknown(name);
        }
    }

    // --- Asking

    private Declared declaredAs(String name) {
        Declared batch = declared.get(name);
        if (batch == null) {
            throw BatchRefusedException.unknown(name);
        }
        return batch;
    }

    @Override
    public Collection<BatchDefinition> all() {
        return declared.values().stream().map(Declared::definition).toList();
    }

    @Override
    public Optional<BatchDefinition> find(String name) {
        return Optional.ofNullable(declared.get(name)).map(Declared::definition);
    }

    @Override
    public Optional<RunStatus> status(String name) {
        RunLoop run = running.get(name);
        return run != null ? Optional.of(run.status()) : store.last(name).map(RunRow::status);
    }

    @Override
    public List<RunStatus> history(String name, int limit) {
        RunLoop run = running.get(name);
        return store.history(name, limit).stream()
                .map(RunRow::status)
                .map(stored -> run != null && stored.id().equals(run.status().id()) ? run.status() : stored)
                .toList();
    }

    @Override
    public void onRegistered(Consumer<BatchDefinition> listener) {
        onRegistered.add(listener);
        all().forEach(listener);
    }

    @Override
    public void onRemoved(Consumer<BatchDefinition> listener) {
        onRemoved.add(listener);
    }

    @Override
    public void onBegin(RunListener listener) {
        onBegin.add(listener);
    }

    /** Forgets runs that ended before this; the latest of each batch stay. */
    public void prune(Instant before) {
        store.prune(before);
    }
}
