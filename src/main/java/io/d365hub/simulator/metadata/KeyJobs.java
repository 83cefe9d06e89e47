package io.d365hub.simulator.metadata;

import io.d365hub.simulator.model.AlternateKey;
import io.d365hub.simulator.model.AlternateKey.IndexStatus;
import io.d365hub.simulator.model.ModelSnapshot;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The system jobs that build the indexes of new keys: pending for half of the delay, then in progress, then active, or
 * failed when rows have the same values. There is no thread; a request that comes later than a change is due makes it.
 * Thread-safe.
 */
public final class KeyJobs {

    /** Long enough to be seen, short enough not to be waited for. */
    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(2);

    private static final long NEVER = Long.MAX_VALUE;

    private final Database database;
    private final InstantSource clock;
    /** When each job started, by the key's id; guarded by the database's lock. */
    private final Map<UUID, Long> started = new HashMap<>();

    private volatile Duration delay = DEFAULT_DELAY;
    private volatile long nextDue = NEVER;

    KeyJobs(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public Duration delay() {
        return delay;
    }

    /** Sets how long an index takes; running jobs go by it too. */
    public void delay(Duration changed) {
        delay = changed;
        if (nextDue != NEVER) {
            nextDue = 0;
        }
    }

    /** Starts the job of a key; to be called within a change of the model. */
    void start(AlternateKey key) {
        started.put(key.metadataId(), clock.millis());
        nextDue = 0;
    }

    /** Does what is due. Costs one volatile read when no job runs. */
    public void settle() {
        long due = nextDue;
        if (due == NEVER || due > clock.millis()) {
            return;
        }
        database.change(this::advance);
    }

    private ModelSnapshot advance(ModelSnapshot model) {
        long now = clock.millis();
        ModelSnapshot changed = model;
        long next = NEVER;
        for (TableDefinition table : model.tables()) {
            List<AlternateKey> keys = new ArrayList<>();
            for (AlternateKey key : table.keys()) {
                Long start = isWaiting(key) ? started.get(key.metadataId()) : null;
                AlternateKey advanced = start == null ? key : key.with(status(table, key, now - start));
                keys.add(advanced);
                if (start != null && isWaiting(advanced)) {
                    next = Math.min(next, nextChange(advanced, start));
                } else {
                    started.remove(key.metadataId());
                }
            }
            if (!keys.equals(table.keys())) {
                changed = changed.with(table.withKeys(keys));
            }
        }
        nextDue = next;
        return changed;
    }

    private static boolean isWaiting(AlternateKey key) {
        return key.indexStatus() == IndexStatus.PENDING || key.indexStatus() == IndexStatus.IN_PROGRESS;
    }

    private long nextChange(AlternateKey key, long start) {
        long whole = delay.toMillis();
        return start + (key.indexStatus() == IndexStatus.PENDING ? whole / 2 : whole);
    }

    private IndexStatus status(TableDefinition table, AlternateKey key, long elapsed) {
        long whole = delay.toMillis();
        if (elapsed >= whole) {
            return database.table(table).hasDuplicates(key) ? IndexStatus.FAILED : IndexStatus.ACTIVE;
        }
        return elapsed >= whole / 2 ? IndexStatus.IN_PROGRESS : IndexStatus.PENDING;
    }
}
