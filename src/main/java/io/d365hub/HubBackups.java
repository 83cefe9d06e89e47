package io.d365hub;

import io.d365hub.backup.Backup;
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

/** Backups of a hub that does not run, and restores; for the command line. */
public final class HubBackups {

    private final Settings settings;
    private final Path data;

    public HubBackups(Settings settings) {
        this.settings = settings;
        this.data = settings.path("hub.data");
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
     * Takes a backup of the hub that does not run.
     *
     * @throws io.d365hub.backup.BackupException when it cannot be taken
     * @throws HubStartException when a hub has been started meanwhile, or the database does not answer
     */
    public Taken take(Path folder) {
        try (DataFolderLock lock = DataFolderLock.take(data)) {
            BackupManifest manifest =
                    new Backup(data, HubVersion.text(), Clock.systemUTC()).ofStopped(folder, outside());
            return taken(settings, folder, manifest);
        }
    }

    /**
     * Checks a backup and, unless that is all, puts it in place.
     *
     * @throws io.d365hub.backup.BackupException when it is refused
     * @throws HubStartException when a hub runs on the data folder, or the database does not answer
     */
    public Restore.Done restore(Path folder, boolean onlyCheck, boolean replace, boolean acceptMismatch) {
        Restore restore = new Restore(data, HubDatabase.newestSchema(), Clock.systemUTC());
        Optional<OutsideDatabase> outside = outside();
        try {
            if (onlyCheck) {
                return restore.check(folder, outside);
            }
            try (DataFolderLock lock = DataFolderLock.take(data)) {
                return restore.restore(folder, outside, replace, acceptMismatch);
            }
        } finally {
            outside.ifPresent(OutsideDatabase::close);
        }
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
