package io.d365hub.batch.schedule;

import java.util.Properties;
import java.util.UUID;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.simpl.SimpleThreadPool;
import org.quartz.utils.DBConnectionManager;

/** Makes Quartz schedulers that keep their state in the hub's database. */
final class QuartzFactory {

    /** The same in all hubs of a database: they are one scheduler for Quartz. */
    private static final String NAME = "d365-hub";

    private static final String THREADS = "2";
    private static final String CHECK_IN_MILLIS = "5000";

    private QuartzFactory() {}

    /** A scheduler that does not run yet. One at a time: Quartz knows schedulers of a process by their names only. */
    static synchronized Scheduler create(QuartzConnections connections, TimetableSettings settings)
            throws SchedulerException {
        String source = "hub-" + UUID.randomUUID();
        DBConnectionManager.getInstance().addConnectionProvider(source, connections);
        Scheduler scheduler = new StdSchedulerFactory(properties(source, settings)).getScheduler();
        SchedulerRepository.getInstance().remove(NAME);
        return scheduler;
    }

    private static Properties properties(String source, TimetableSettings settings) {
        Properties properties = new Properties();
        properties.put(StdSchedulerFactory.PROP_SCHED_INSTANCE_NAME, NAME);
        properties.put(
                StdSchedulerFactory.PROP_SCHED_INSTANCE_ID, UUID.randomUUID().toString());
        properties.put(StdSchedulerFactory.PROP_SCHED_MAKE_SCHEDULER_THREAD_DAEMON, "true");
        properties.put(StdSchedulerFactory.PROP_THREAD_POOL_CLASS, SimpleThreadPool.class.getName());
        properties.put("org.quartz.threadPool.threadCount", THREADS);
        properties.put("org.quartz.threadPool.makeThreadsDaemons", "true");
        properties.put(StdSchedulerFactory.PROP_JOB_STORE_CLASS, JobStoreTX.class.getName());
        properties.put("org.quartz.jobStore.dataSource", source);
        properties.put("org.quartz.jobStore.tablePrefix", "quartz_");
        // Its way to keep bytes is right for H2 too, whose columns have PostgreSQL's type.
        properties.put("org.quartz.jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
        properties.put(
                "org.quartz.jobStore.driverDelegateInitString",
                "triggerPersistenceDelegateClasses=" + WallClockTriggers.class.getName());
        // No Java serialization in the database.
        properties.put("org.quartz.jobStore.useProperties", "true");
        properties.put("org.quartz.jobStore.makeThreadsDaemons", "true");
        properties.put("org.quartz.jobStore.isClustered", String.valueOf(settings.shared()));
        properties.put("org.quartz.jobStore.clusterCheckinInterval", CHECK_IN_MILLIS);
        properties.put(
                "org.quartz.jobStore.misfireThreshold",
                String.valueOf(settings.lateness().toMillis()));
        return properties;
    }
}
