package io.d365hub.simulator.event;

import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The event pipeline of one environment: tells the steps that are registered of what happens to rows. Thread-safe; close
 * it with its environment. Costs one volatile read a write while nobody is registered.
 */
public final class Events implements AutoCloseable {

    /** The bulk messages that are raised, and what each is made of. */
    private static final Map<String, String> SINGLES =
            Map.of("CreateMultiple", RowEvent.CREATE, "UpdateMultiple", RowEvent.UPDATE);

    private final Database database;
    private final Registrations registrations;
    private final MessageCatalog catalog;
    private final InstantSource clock;
    private final Delivery delivery;
    private final SystemJobs jobs;
    private final EventCounts counts = new EventCounts();
    private final Bus bus;
    private volatile EventSettings settings;

    /**
     * A pipeline over these rows.
     *
     * @param registrations hears of the database's commits
     * @param bus where messages for queues and topics go; closed with this
     */
    public Events(
            Database database,
            Registrations registrations,
            InstantSource clock,
            Sender sender,
            Bus bus,
            EventSettings settings) {
        this.database = database;
        this.registrations = registrations;
        this.catalog = new MessageCatalog(database);
        this.clock = clock;
        this.bus = bus;
        this.settings = settings;
        this.delivery = new Delivery(sender, new ContextWriter(sender, database), bus);
        this.jobs = new SystemJobs(delivery, new JobRows(database, clock), counts, this::settings);
        registrations.whenCatalogChanges(catalog::stale);
    }

    /** Brings the messages and their tables up to date with the model; to be called before a request is read. */
    public void settle() {
        catalog.settle();
    }

    public EventSettings settings() {
        return settings;
    }

    /** Delivers otherwise from now on. */
    public void settings(EventSettings changed) {
        settings = changed;
        jobs.concurrency(changed.concurrency());
    }

    /** What became of the events, ready for JSON. */
    public Map<String, Object> statistics() {
        return counts.snapshot(jobs.waiting());
    }

    /** Whether anybody is registered for anything. */
    boolean heard() {
        return !registrations.all(database).isEmpty();
    }

    /** Whether an operation may have to wait for somebody's answer. */
    public boolean mayWait() {
        for (Step step : registrations.all(database)) {
            if (step.synchronous()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells the synchronous steps of a stage, and waits for them.
     *
     * @throws ApiError when one of them does not take it, so that the operation fails
     */
    void tell(int stage, Event event, UUID correlation) {
        for (Step step : registrations.all(database)) {
            if (step.synchronous() && step.stage() == stage && step.wants(event)) {
                send(step, List.of(event), correlation);
            }
        }
    }

    /**
     * Tells the synchronous steps of bulk messages what one request has done, and waits for them.
     *
     * @throws ApiError when one of them does not take it, so that the request fails
     */
    void tellTogether(List<Event> events, UUID correlation) {
        for (Step step : registrations.all(database)) {
            String single = step.synchronous() ? SINGLES.get(step.message()) : null;
            if (single != null) {
                together(step, single, events).forEach(group -> send(step, group, correlation));
            }
        }
    }

    private void send(Step step, List<? extends Event> events, UUID correlation) {
        counts.fired.increment();
        counts.tries.increment();
        UUID request = UUID.randomUUID();
        Occasion occasion = new Occasion(correlation, request, request, clock.instant());
        Payload payload = delivery.payload(step, events, occasion);
        Outcome outcome = delivery.send(step, events.get(0), occasion, payload, settings);
        if (outcome.again() && settings.retrySynchronous() && step.endpoint().isWebhook()) {
            pause(settings.retryMillis());
            counts.tries.increment();
            outcome = delivery.send(step, events.get(0), occasion, payload, settings);
        }
        if (!outcome.delivered()) {
            counts.failed.increment();
            throw new ApiError(ErrorCode.STEP_FAILED, outcome.message());
        }
        counts.delivered.increment();
    }

    /** The operation waits, as it does for the answer. */
    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the system jobs of events whose transaction is committed. */
    void committed(List<Event> events, UUID correlation) {
        for (Step step : registrations.all(database)) {
            if (!step.synchronous()) {
                String single = SINGLES.get(step.message());
                if (single == null) {
                    events.stream().filter(step::wants).forEach(event -> submit(step, List.of(event), correlation));
                } else {
                    together(step, single, events).forEach(group -> submit(step, group, correlation));
                }
            }
        }
    }

    /** A bulk message is raised by single operations too, with one target. */
    private static List<List<RowEvent>> together(Step step, String single, List<Event> events) {
        List<RowEvent> wanted = events.stream()
                .filter(event -> event.message().equals(single) && step.about(event))
                .map(RowEvent.class::cast)
                .toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        return wanted.get(0).bulk()
                ? List.of(wanted)
                : wanted.stream().map(List::of).toList();
    }

    private void submit(Step step, List<? extends Event> events, UUID correlation) {
        counts.fired.increment();
        jobs.submit(step, events, new Occasion(correlation, UUID.randomUUID(), UUID.randomUUID(), clock.instant()));
    }

    @Override
    public void close() {
        jobs.close();
        bus.close();
    }
}
