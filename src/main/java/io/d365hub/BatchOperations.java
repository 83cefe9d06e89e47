package io.d365hub;

import io.d365hub.audit.AuditTrail;
import io.d365hub.batch.Batches;
import io.d365hub.batch.control.RowControl;
import io.d365hub.batch.schedule.BatchOrder;
import io.d365hub.batch.schedule.Firings;
import io.d365hub.batch.schedule.Timetable;
import io.d365hub.batch.schedule.TimetableSettings;
import io.d365hub.batch.schedule.Timetables;
import io.d365hub.console.BatchControl;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What starts, watches and controls batches beside their runs: timetables, operators, and the rows that are remembered. */
final class BatchOperations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchOperations.class);

    private final Settings settings;
    private final HubStores stores;
    private final Batches batches;
    private final Clock clock;
    private final DataverseTargetRows targets;
    private final RowControl rows;
    /** What the timetables in use are made of; batches that have gone since stay in it until the next start of the hub. */
    private BatchOrder order;

    private boolean closed;
    private String refused = "";
    private Timetables timetables;

    private BatchOperations(Settings settings, HubStores stores, CamelContext context, Batches batches, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.batches = batches;
        this.clock = clock;
        this.targets = new DataverseTargetRows(context);
        this.rows = new RowControl(stores.database(), targets, settings.number("hub.batch.remembered-rows"), clock);
    }

    /** Before routes start, as runs may go on with them. */
    static BatchOperations beforeRoutes(
            Settings settings, HubStores stores, CamelContext context, Batches batches, Clock clock) {
        BatchOperations operations = new BatchOperations(settings, stores, context, batches, clock);
        operations.rows.join(batches);
        return operations;
    }

    /**
     * Once all routes have started.
     *
     * @throws HubStartException when a timetable cannot be used, or batches wait for each other in a circle
     */
    void routesHaveStarted() {
        Instant now = clock.instant();
        try {
            order = new BatchOrder(batches.all().stream()
                    .map(batch -> BatchTimes.timetable(batch, now))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new HubStartException("The hub was not started.", e.getMessage(), "", e);
        }
    }

    /**
     * Begins to start batches at their times, and follows the routes that were reloaded since; loads Quartz only where a batch has
     * times, and not on the way to a ready hub. To be called again and again.
     */
    synchronized void keepTimetables() {
        if (closed) {
            return;
        }
        BatchOrder now = withReloaded();
        if (timetables != null && !now.equals(order)) {
            timetables.close();
            timetables = null;
        }
        order = now;
        boolean any = order.all().stream()
                .anyMatch(timetable ->
                        timetable.when().isPresent() || !timetable.after().isEmpty());
        if (!any || timetables != null) {
            return;
        }
        try {
            timetables = Timetables.start(
                    stores.database(),
                    settings.isSet("hub.database.url") ? TimetableSettings.SHARED : TimetableSettings.ALONE,
                    order,
                    new BatchTimes(batches),
                    clock);
        } catch (SchedulerException e) {
            LOG.warn("Timetables of batches were not started and will be tried again: {}", e.getMessage());
        }
    }

    /** A route that is just being replaced is away for a moment, and must not lose its next time by that. */
    private BatchOrder withReloaded() {
        Map<String, Timetable> all = new LinkedHashMap<>();
        order.all().forEach(timetable -> all.put(timetable.batch(), timetable));
        Instant now = clock.instant();
        try {
            batches.all().stream()
                    .map(batch -> BatchTimes.timetable(batch, now))
                    .forEach(timetable -> all.put(timetable.batch(), timetable));
            BatchOrder reloaded = new BatchOrder(all.values());
            refused = "";
            return reloaded;
        } catch (IllegalArgumentException e) {
            if (!refused.equals(e.getMessage())) {
                refused = e.getMessage();
                LOG.warn("Batches go on starting by the timetables from before a reload. {}", refused);
            }
            return order;
        }
    }

    private synchronized Optional<Timetables> timetables() {
        return Optional.ofNullable(timetables);
    }

    BatchControl control() {
        return new RunningBatches(
                batches,
                rows,
                new Firings(stores.database(), clock),
                this::timetables,
                new AuditTrail(stores.database(), clock),
                clock);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        timetables().ifPresent(Timetables::close);
        targets.close();
    }
}
