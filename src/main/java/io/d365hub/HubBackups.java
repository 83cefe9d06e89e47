package io.d365hub;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.OfflineActs;
import io.d365hub.backup.Backup;
import io.d365hub.backup.BackupException;
import io.d365hub.backup.BackupManifest;
import io.d365hub.backup.OutsideDatabase;
import io.d365hub.backup.Restore;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Backups of a hub that does not run, and restores; for the command line. */
public final class HubBackups {

    private static final String OFFLINE_ACTS = "offline-acts.ndjson";

    private final Settings settings;
    private final Path data;
    private final OfflineActs acts;
    private final Clock clock = Clock.systemUTC();

    public HubBackups(Settings settings) {
        this.settings = settings;
        this.data = settings.path("hub.data");
        this.acts = offlineActs(settings);
    }

    /** What was done to the hub of these settings while it did not run. */
    static OfflineActs offlineActs(Settings settings) {
        return new OfflineActs(settings.path("hub.data").resolve(OFFLINE_ACTS));
    }

    /**
     * Who acts.
     *
     * @param name as the person says
     * @param reason for the audit trail; may be empty
     */
    public record Actor(String name, String reason) {

        private static final String DATA_FOLDER = "data folder";

        /** The trail shows that the name is a claim of somebody with access to the data folder. */
        private AuditEntry entry(String act, Path folder) {
            return AuditEntry.of(name.isBlank() ? DATA_FOLDER : name + " (" + DATA_FOLDER + ")", act)
                    .because(reason)
                    .with("folder", folder);
        }
    }

    /**
     * A backup that was taken.
     *
     * @param folder where it is
     * @param todo what the operator still has to do, one sentence or command each
     */
    public record Taken(String folder, BackupManifest manifest, List<String> todo) {}

    /** Whether a hub has the data folder in use, so that it has to take the backup itself. */
    public boolean hubRuns() {
        try (DataFolderLock lock = DataFolderLock.take(data)) {
            return false;
        } catch (HubStartException e) {
            return true;
        }
    }

    /**
     * Takes a backup of the hub that does not run; its audit trail knows of it from the next start on, and so does the backup's.
     *
     * @throws BackupException when it cannot be taken
     * @throws HubStartException when a hub has been started meanwhile, or the database does not answer
     */
    public Taken take(Path folder, Actor who) {
        try (DataFolderLock lock = DataFolderLock.take(data)) {
            Optional<OutsideDatabase> outside = outside();
            // Before the copy, so that the copy knows of itself.
            note(who.entry("backup.taken", folder));
            try {
                BackupManifest manifest = new Backup(data, HubVersion.text(), clock).ofStopped(folder, outside);
                return taken(settings, folder, manifest);
            } catch (BackupException e) {
                note(who.entry("backup.failed", folder));
                throw e;
            }
        }
    }

    private void note(AuditEntry entry) {
        acts.note(entry, clock.instant());
    }

    /**
     * Checks a backup and, unless that is all, puts it in place; the audit trail of the restored hub knows of it from its start on.
     *
     * @throws BackupException when it is refused
     * @throws HubStartException when a hub runs on the data folder, or the database does not answer
     */
    public Restore.Done restore(Path folder, Actor who, boolean onlyCheck, boolean replace, boolean acceptMismatch) {
        Restore restore = new Restore(data, HubDatabase.newestSchema(), clock);
        Optional<OutsideDatabase> outside = outside();
        try {
            if (onlyCheck) {
                return restore.check(folder, outside);
            }
            try (DataFolderLock lock = DataFolderLock.take(data)) {
                return noted(folder, who, () -> restore.restore(folder, outside, replace, acceptMismatch));
            }
        } finally {
            outside.ifPresent(OutsideDatabase::close);
        }
    }

    private Restore.Done noted(Path folder, Actor who, Supplier<Restore.Done> restore) {
        List<String> before = acts.noted();
        Restore.Done done;
        try {
            done = restore.get();
        } catch (BackupException e) {
            note(who.entry("backup.restore-failed", folder));
            throw e;
        }
        // The file came with the backup.
        acts.keep(before);
        note(who.entry("backup.restored", folder)
                .with("backup", done.manifest().id())
                .with("takenAt", done.manifest().takenAt())
                .with("fit", done.fit()));
        return done;
    }

    private Optional<OutsideDatabase> outside() {
        if (!settings.isSet("hub.database.url")) {
            return Optional.empty();
        }
        DatabaseSettings database = HubStores.databaseSettings(settings);
        try {
            return Optional.of(OutsideDatabase.open(database));
        } catch (SQLException e) {
            throw new HubStartException(
                    "The database was not reached.",
                    e.getMessage(),
                    "Check that it runs, and hub.database.url, hub.database.user and HUB_DATABASE_PASSWORD.",
                    e);
        }
    }

    /** What was taken, and what is not in it. */
    static Taken taken(Settings settings, Path folder, BackupManifest manifest) {
        List<String> todo = new ArrayList<>();
        if (settings.isSet("hub.broker.url")) {
            todo.add(
                    "The broker is an outside one and is not in this backup: copy its data folder while hubs and broker are stopped,"
                            + " and take the backup then, so that both are of one moment.");
        }
        return new Taken(folder.toString(), manifest, todo);
    }
}
