package io.d365hub.batch.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Quartz runs every few seconds, in one hub at a time, for batches that wait for others. */
@DisallowConcurrentExecution
final class LookJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(LookJob.class);

    private final Dues dues;

    LookJob(Dues dues) {
        this.dues = dues;
    }

    @Override
    public void execute(JobExecutionContext context) {
        try {
            dues.look();
        } catch (RuntimeException e) {
            LOG.warn("Batches that wait for others were not looked at; the next look comes soon: {}", e.getMessage());
        }
    }
}
