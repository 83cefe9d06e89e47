package io.d365hub.batch.schedule;

/** What happens to times at which no hub ran, or none could reach the database. */
public enum MissedRun {
    /** One run makes up for all that were missed, as soon as a hub is there again. The default. */
    RUN,
    /** They are left out; the next one comes at its time. */
    SKIP
}
