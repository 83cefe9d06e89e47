package io.d365hub;

import io.d365hub.batch.Batches;
import io.d365hub.batch.control.RowControl;
import io.d365hub.batch.schedule.BatchOrder;
import io.d365hub.batch.schedule.Firings;
import io.d365hub.batch.schedule.TimetableSettings;
import io.d365hub.batch.schedule.Timetables;
import io.d365hub.console.BatchControl;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What starts, watches and controls batches beside their runs: timetables, operators, and the rows that are remembered. */
final class BatchOperations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchOperations.class);
    private static final int MOST_REMEMBERED = 20_000_000;

    private final Settings settings;
    private final HubStores stores;
    private final Batches batches;
    private final Clock clock;
    private final DataverseTargetRows targets;
    private final RowControl rows;
    private BatchOrder order;
    private boolean closed;
    private Timetables timetables;

    private BatchOperations(Settings settings, HubStores stores, CamelContext context, Batches batches, Clock clock) {
        this.settings = settings;
        this.stores = stores;
        this.batches = batches;
        this.clock = clock;
        this.targets = new DataverseTargetRows(context);
        this.rows = new RowControl(
                stores.database(), targets, settings.number("hub.batch.remembered-rows", 0, MOST_REMEMBERED), clock);
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

    /** Begins to start batches at their times; loads Quartz only where one has any, and not on the way to a ready hub. */
    synchronized void startTimetables() {
        boolean any = order.all().stream()
                .anyMatch(timetable ->
                        timetable.when().isPresent() || !timetable.after().isEmpty());
        if (!any || closed || timetables != null) {
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

    private synchronized Optional<Timetables> timetables() {
        return Optional.ofNullable(timetables);
    }

    BatchControl control() {
        return new RunningBatches(batches, rows, new Firings(stores.database(), clock), this::timetables, clock);
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
