package io.d365hub.batch.schedule;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Quartz runs when a batch is due; the batch's name is the job's. A database that is away just then is waited for, as
 * otherwise a nightly run would be lost to a short failure. When the process dies meanwhile, Quartz gives the job to another.
 */
final class DueJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(DueJob.class);
    private static final int TRIES = 20;
    private static final long BETWEEN_SECONDS = 6;

    private final Dues dues;
    private final CountDownLatch stopping;

    DueJob(Dues dues, CountDownLatch stopping) {
        this.dues = dues;
        this.stopping = stopping;
    }

    @Override
    public void execute(JobExecutionContext context) {
        String batch = context.getJobDetail().getKey().getName();
        Instant planned = context.getScheduledFireTime().toInstant();
        for (int tries = 1; ; tries++) {
            try {
                dues.due(batch, planned);
                return;
            } catch (RuntimeException e) {
                if (tries == TRIES || stops()) {
                    LOG.warn("Batch {}, due at {}, was not started, and waits for its next time", batch, planned, e);
                    return;
                }
            }
        }
    }

    private boolean stops() {
        try {
            return stopping.await(BETWEEN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
