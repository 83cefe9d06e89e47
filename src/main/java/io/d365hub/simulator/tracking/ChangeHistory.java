package io.d365hub.simulator.tracking;

import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.store.CommitListener;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers the changes of the tables that somebody tracks. Thread-safe. A table is watched from its first token on, so
 * writing costs nothing more as long as nobody tracks.
 */
public final class ChangeHistory implements CommitListener {

    private static final double MILLIS_PER_DAY = 86_400_000;

    private final InstantSource clock;
    private final Map<UUID, TableChanges> tables = new ConcurrentHashMap<>();
    private volatile boolean watching;
    private volatile TrackingOptions options = TrackingOptions.DEFAULTS;

    /** A history without changes; tokens age by this clock. */
    public ChangeHistory(InstantSource clock) {
        this.clock = clock;
    }

    public TrackingOptions options() {
        return options;
    }

    public void options(TrackingOptions changed) {
        options = changed;
    }

    @Override
    public void committed(TableDefinition table, Row before, Row after, long version) {
        if (watching) {
            TableChanges changes = tables.get(table.metadataId());
            if (changes != null) {
                changes.add(before, after, version, clock.instant(), kept());
            }
        }
    }

    /**
     * What is kept of a table's changes: with the rows that have newer versions it is all.
     *
     * @param floor tokens of smaller versions have expired
     * @param deleted deleted rows by the versions of their deletions
     */
    public record Saved(long floor, Map<Long, UUID> deleted) {}

    /** What is to be kept of this table's changes; empty when nobody watches it. */
    public Optional<Saved> saved(TableDefinition table) {
        TableChanges changes = tables.get(table.metadataId());
        return changes == null ? Optional.empty() : Optional.of(new Saved(changes.floor(), changes.deletions()));
    }

    /** Watches a table again; rows that are put into it after this count as changes by their versions. */
    public void restore(TableDefinition table, long floor, Map<Long, UUID> deleted) {
        TableChanges changes = new TableChanges(floor);
        changes.restore(deleted);
        tables.put(table.metadataId(), changes);
        watching = true;
    }

    private Duration kept() {
        return Duration.ofMillis((long) (options.tokenDays() * MILLIS_PER_DAY));
    }

    /** Watches the table from now on, and returns the version that a client knows who reads the table after this. */
    public long watch(Database database, TableDefinition table) {
        if (!tables.containsKey(table.metadataId())) {
            database.write(transaction -> {
                tables.keySet()
                        .retainAll(database.model().tables().stream()
                                .map(TableDefinition::metadataId)
                                .toList());
                tables.computeIfAbsent(table.metadataId(), id -> new TableChanges(database.committedVersion()));
                watching = true;
                return null;
            });
        }
        return database.committedVersion();
    }

    /** A token for a client who knows everything up to {@code version}. */
    public DeltaToken issue(long version) {
        return new DeltaToken(version, clock.instant());
    }

    /** The changes that follow a token. */
    TableChanges after(DeltaToken token, Database database, TableDefinition table) {
        TableChanges changes = tables.get(table.metadataId());
        Instant oldest = clock.instant().minus(kept());
        if (changes == null
                || token.version() < changes.floor()
                || token.version() > database.committedVersion()
                || token.issued().isBefore(oldest)) {
            throw expired();
        }
        return changes;
    }

    /** Makes all tokens that were issued until now expire. */
    public void expireTokens(Database database) {
        database.write(transaction -> {
            long version = transaction.skipVersions(0);
            tables.values().forEach(changes -> changes.forget(version));
            return null;
        });
    }

    static ApiError expired() {
        return new ApiError(
                ErrorCode.EXPIRED_VERSION_STAMP,
                "Version stamp associated with the client has expired. Please perform a full sync.");
    }

    /** Refuses a table whose changes are not tracked. */
    static void requireTracked(TableDefinition table) {
        if (!table.traits().changeTracking()) {
            throw new ApiError(
                    ErrorCode.CHANGE_TRACKING_NOT_ENABLED,
                    "Entity " + table.logicalName() + " isn't enabled for change tracking.");
        }
    }
}
