package io.d365hub.webhook.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * How far each row's events have been worked, as far as this process knows: the quick answer to repetitions. System jobs come in
 * any order, and a job may be told twice. Thread-safe; events of one row are asked about one after another. Bounded.
 */
final class RowOrder {

    private static final int MOST_ROWS = 500_000;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Cache<String, Worked> rows =
            Caffeine.newBuilder().maximumSize(MOST_ROWS).expireAfterWrite(KEPT).build();

    /** The events that were worked at the newest state. */
    private record Worked(RowMark mark, Set<String> events) {}

    /** What an event is beside those before. */
    enum Place {
        NEXT,
        /** The very same event was worked before. */
        REPEATED,
        /** A newer state of the row was worked before. */
        STALE
    }

    /** Where an event stands; when it does not tell the row's state only repetitions are known. */
    Place place(String row, RowMark mark, String event) {
        Worked worked = rows.getIfPresent(row);
        if (worked == null) {
            return Place.NEXT;
        }
        if (worked.events().contains(event)) {
            return Place.REPEATED;
        }
        return mark.isBefore(worked.mark()) ? Place.STALE : Place.NEXT;
    }

    /** An event is worked. */
    void worked(String row, RowMark mark, String event) {
        rows.asMap().compute(row, (key, before) -> {
            RowMark newest = before == null ? RowMark.NOTHING : before.mark();
            if (mark.isBefore(newest)) {
                return before;
            }
            Set<String> events = new HashSet<>(before != null && !newest.isBefore(mark) ? before.events() : Set.of());
            events.add(event);
            return new Worked(mark.with(newest), Set.copyOf(events));
        });
    }
}
