package io.d365hub.batch.schedule;

import io.d365hub.database.HubDatabase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.quartz.CronTrigger;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.ScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.listeners.SchedulerListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts batches at their times. The timetables are in the database, so that times that pass while no hub runs are noticed,
 * and of several hubs exactly one starts what is due. Thread-safe.
 *
 * <p>Get one with {@link #start}, and close it before the batches it starts.
 */
public final class Timetables implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Timetables.class);
    private static final String GROUP = "batches";
    private static final JobKey LOOK = new JobKey("look", "hub");

    private final Scheduler scheduler;
    private final QuartzConnections connections;
    private final boolean shared;
    private final Dues dues;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private Timetables(
            Scheduler scheduler,
            QuartzConnections connections,
            boolean shared,
            BatchOrder order,
            BatchStarts starts,
            Firings firings,
            InstantSource clock) {
        this.scheduler = scheduler;
        this.connections = connections;
        this.shared = shared;
        this.clock = clock;
        this.dues = new Dues(order, starts, firings, this::times);
    }

    /**
     * Brings what the database has in line with these batches, and begins to start them: changed timetables count from now
     * on, batches that are not among these are forgotten.
     *
     * @throws SchedulerException when the database does not answer
     */
    public static Timetables start(
            HubDatabase database, TimetableSettings settings, BatchOrder order, BatchStarts starts, InstantSource clock)
            throws SchedulerException {
        QuartzConnections connections = new QuartzConnections(database);
        Scheduler scheduler = QuartzFactory.create(connections, settings);
        Timetables timetables = new Timetables(
                scheduler, connections, settings.shared(), order, starts, new Firings(database, clock), clock);
        try {
            scheduler.getListenerManager().addSchedulerListener(timetables.new Troubles());
            scheduler.setJobFactory((bundle, running) -> timetables.job(bundle.getJobDetail()));
            timetables.reconcile(order, settings);
            scheduler.start();
            return timetables;
        } catch (SchedulerException | RuntimeException e) {
            timetables.close();
            throw e;
        }
    }

    /** Says what Quartz meets when it looks for what is due. */
    private final class Troubles extends SchedulerListenerSupport {
        @Override
        public void schedulerError(String message, SchedulerException cause) {
            if (stopping.getCount() > 0) {
                LOG.warn("Batches that are due were not looked up and will be soon: {}", cause.getMessage());
            }
        }
    }

    private Job job(JobDetail detail) {
        return detail.getJobClass() == LookJob.class ? new LookJob(dues) : new DueJob(dues, stopping);
    }

    private void reconcile(BatchOrder order, TimetableSettings settings) throws SchedulerException {
        for (Timetable timetable : order.all()) {
            if (timetable.when().isPresent()) {
                keep(timetable);
            }
        }
        for (TriggerKey known : scheduler.getTriggerKeys(GroupMatcher.triggerGroupEquals(GROUP))) {
            if (order.of(known.getName()).flatMap(Timetable::when).isEmpty()) {
                scheduler.deleteJob(new JobKey(known.getName(), GROUP));
            }
        }
        if (order.isAny()) {
            schedule(
                    JobBuilder.newJob(LookJob.class).withIdentity(LOOK).build(),
                    TriggerBuilder.newTrigger()
                            .withIdentity(LOOK.getName(), LOOK.getGroup())
                            .withDescription(settings.look().toString())
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(settings.look().toMillis())
                                    .repeatForever()
                                    .withMisfireHandlingInstructionNextWithRemainingCount())
                            .build());
        } else {
            scheduler.deleteJob(LOOK);
        }
    }

    private void keep(Timetable timetable) throws SchedulerException {
        String words = timetable.when().orElseThrow().words() + " " + timetable.missed();
        schedule(
                JobBuilder.newJob(DueJob.class)
                        .withIdentity(timetable.batch(), GROUP)
                        .requestRecovery()
                        .build(),
                TriggerBuilder.newTrigger()
                        .withIdentity(timetable.batch(), GROUP)
                        .withDescription(words)
                        .withSchedule(schedule(timetable))
                        .build());
    }

    /** Unless it stands there so already: then it keeps its next time, which may have passed. */
    private void schedule(JobDetail job, Trigger trigger) throws SchedulerException {
        Trigger known = scheduler.getTrigger(trigger.getKey());
        if (known != null && trigger.getDescription().equals(known.getDescription())) {
            scheduler.resetTriggerFromErrorState(trigger.getKey());
            return;
        }
        if (known != null) {
            scheduler.deleteJob(job.getKey());
        }
        try {
            scheduler.scheduleJob(job, trigger);
        } catch (ObjectAlreadyExistsException e) {
            // Another hub that starts just now has done it.
        }
    }

    private static ScheduleBuilder<?> schedule(Timetable timetable) {
        boolean makesUp = timetable.missed() == MissedRun.RUN;
        if (timetable.when().orElseThrow() instanceof Timetable.Cron cron) {
            return new WallClockTrigger.Schedule(
                    cron.expression(),
                    cron.zone(),
                    makesUp
                            ? CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW
                            : CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING);
        }
        Timetable.Every every = (Timetable.Every) timetable.when().orElseThrow();
        SimpleScheduleBuilder builder = SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(every.interval().toMillis())
                .repeatForever();
        return makesUp
                ? builder.withMisfireHandlingInstructionNowWithRemainingCount()
                : builder.withMisfireHandlingInstructionNextWithRemainingCount();
    }

    /** When the batch starts next by its timetable; nothing when it has none. */
    public Optional<Instant> next(String batch) {
        return times(batch).next();
    }

    /**
     * Starts the batches before this one now, and the batch itself when they are done.
     *
     * @throws RuntimeException when that cannot be noted, e.g. the database is away
     */
    public void startWithParents(String batch) {
        dues.chain(batch, clock.instant());
    }

    private Dues.Times times(String batch) {
        try {
            Trigger trigger = scheduler.getTrigger(new TriggerKey(batch, GROUP));
            return trigger == null
                    ? new Dues.Times(Optional.empty(), Optional.empty())
                    : new Dues.Times(instant(trigger.getPreviousFireTime()), instant(trigger.getNextFireTime()));
        } catch (SchedulerException e) {
            throw new IllegalStateException("The timetable of batch '" + batch + "' cannot be read", e);
        }
    }

    private static Optional<Instant> instant(Date date) {
        return Optional.ofNullable(date).map(Date::toInstant);
    }

    /** Waits for what is just being started. */
    @Override
    public void close() {
        stopping.countDown();
        if (!shared) {
            connections.retire();
        }
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz did not stop", e);
        }
    }
}
