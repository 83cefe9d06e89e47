package io.d365hub.batch.schedule;

import java.time.Duration;

/**
 * How timetables are kept.
 *
 * @param shared whether other hub processes may use the same database: then this one says regularly that it lives
 * @param lateness how late a start may be without counting as missed
 * @param look how often batches that wait for others are looked at
 */
public record TimetableSettings(boolean shared, Duration lateness, Duration look) {

    /** For a database of this process alone. */
    public static final TimetableSettings ALONE =
            new TimetableSettings(false, Duration.ofMinutes(1), Duration.ofSeconds(3));

    /** For a database that several hubs share. */
    public static final TimetableSettings SHARED = new TimetableSettings(true, ALONE.lateness(), ALONE.look());
}
