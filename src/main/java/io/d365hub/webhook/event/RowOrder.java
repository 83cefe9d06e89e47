package io.d365hub.webhook.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far each row's events have been worked, by row version. System jobs come in any order, and a job may be told twice.
 * Thread-safe; events of one row are asked about one after another. Kept in memory, bounded: after a restart, and for rows
 * that nobody has spoken of for a day, the first event is taken as it comes.
 */
final class RowOrder {

    private static final int MOST_ROWS = 500_000;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Cache<String, Worked> rows =
            Caffeine.newBuilder().maximumSize(MOST_ROWS).expireAfterWrite(KEPT).build();

    /** The events that were worked at the newest version. */
    private record Worked(long version, Set<String> events) {}

    /** What an event is beside those before. */
    enum Place {
        NEXT,
        /** The very same event was worked before. */
        REPEATED,
        /** A newer state of the row was worked before. */
        STALE
    }

    /** Where an event stands; without a version only repetitions are known. */
    Place place(String row, OptionalLong version, String event) {
        Worked worked = rows.getIfPresent(row);
        if (worked == null) {
            return Place.NEXT;
        }
        if (worked.events().contains(event)) {
            return Place.REPEATED;
        }
        return version.isPresent() && version.getAsLong() < worked.version() ? Place.STALE : Place.NEXT;
    }

    /** An event is worked. */
    void worked(String row, OptionalLong version, String event) {
        rows.asMap().compute(row, (key, before) -> {
            long newest = before == null ? Long.MIN_VALUE : before.version();
            long mine = version.orElse(newest);
            if (before != null && mine < newest) {
                return before;
            }
            Set<String> events = new HashSet<>(before != null && mine == newest ? before.events() : Set.of());
            events.add(event);
            return new Worked(mine, Set.copyOf(events));
        });
    }
}
