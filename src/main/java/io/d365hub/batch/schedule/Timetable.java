package io.d365hub.batch.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * When one batch starts by itself.
 *
 * @param batch its name
 * @param when its times; empty for a batch that only people or its parents start
 * @param missed what happens to times that were missed
 * @param after batches that have to be done before this one starts, its parents
 */
public record Timetable(String batch, Optional<When> when, MissedRun missed, List<String> after) {

    /** The shortest interval; a batch that should run more often is a stream and wants another pattern. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    public Timetable {
        after = List.copyOf(after);
    }

    /** Times: on the wall clock, or in equal distances. */
    public sealed interface When permits Cron, Every {

        /** How people say it. */
        String words();
    }

    /**
     * Times on the wall clock.
     *
     * @param expression a cron expression as Quartz reads it
     * @param zone whose clock
     */
    public record Cron(String expression, ZoneId zone) implements When {
        @Override
        public String words() {
            return expression + " " + zone.getId();
        }
    }

    /** Equal distances, from the first start of a hub with this batch on. */
    public record Every(Duration interval) implements When {
        @Override
        public String words() {
            return "every " + interval.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Reads what an author wrote; empty texts are options that were not given.
     *
     * @param every a duration as Camel reads it, in milliseconds; 0 when it was not given
     * @throws IllegalArgumentException names the option, says why and what to do
     */
    public static Timetable of(
            String batch, String cron, String zone, long every, MissedRun missed, List<String> after, Instant now) {
        if (!cron.isBlank() && every > 0) {
            throw new IllegalArgumentException(
                    "Batch '" + batch + "' has both 'cron' and 'interval'. Keep one of them.");
        }
        Optional<When> when = Optional.empty();
        if (!cron.isBlank()) {
            when = Optional.of(cron(batch, cron.strip(), zone(batch, zone), now));
        } else if (every > 0) {
            if (every < SHORTEST.toMillis()) {
                throw new IllegalArgumentException("Batch '" + batch + "' has interval=" + every
                        + ", which is shorter than a second. Durations are written like 15m or 1h.");
            }
            when = Optional.of(new Every(Duration.ofMillis(every)));
        }
        return new Timetable(batch, when, missed, after);
    }

    private static Cron cron(String batch, String cron, ZoneId zone, Instant now) {
        try {
            if (new WallClock(cron, zone).next(now).isEmpty()) {
                throw new IllegalArgumentException("it names no time in the future");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Batch '" + batch + "' has cron=" + cron + ", which cannot be used: " + e.getMessage()
                            + ". Quartz' fields are seconds, minutes, hours, day of month, month, day of week, e.g."
                            + " '0 30 2 * * ?' for every night at half past two.",
                    e);
        }
        return new Cron(cron, zone);
    }

    private static ZoneId zone(String batch, String zone) {
        if (zone.isBlank()) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(zone.strip());
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException(
                    "Batch '" + batch + "' has timeZone=" + zone
                            + ", which is no time zone. Write one like Europe/Stockholm.",
                    e);
        }
    }
}
