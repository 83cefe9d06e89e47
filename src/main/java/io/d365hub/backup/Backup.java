package io.d365hub.backup;

import io.d365hub.broker.EmbeddedBroker;
import io.d365hub.broker.StoredBroker;
import io.d365hub.database.HubDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Takes backups of one hub: of one that runs, whose embedded broker is held still for as long as broker and database are
 * copied, or of one that does not. What is in it is what a kill at that moment had left, and a start after its restore does
 * what a start after a kill does.
 */
public final class Backup {

    private final HubFolder hub;
    private final String hubVersion;
    private final InstantSource clock;

    public Backup(Path data, String hubVersion, InstantSource clock) {
        this.hub = new HubFolder(data);
        this.hubVersion = hubVersion;
        this.clock = clock;
    }

    /** What was seen at the moment of the backup. */
    private record Seen(
            Instant at,
            boolean running,
            String kind,
            Optional<DatabaseFacts> facts,
            String node,
            Map<String, Long> queues) {}

    /**
     * Takes one of a hub that runs.
     *
     * @param folder is made; may be there when it is empty
     * @param broker the embedded one; empty when the broker is an outside one, which is not taken
     * @throws BackupException when it cannot be taken; nothing is left of it then
     */
    public BackupManifest ofRunning(Path folder, Optional<EmbeddedBroker> broker, HubDatabase database) {
        return taking(folder, () -> {
            try (Connection connection = database.connection()) {
                Callable<Seen> copy = () -> {
                    if (broker.isPresent()) {
                        StoredFiles.copy(broker.get().folder(), folder.resolve(HubFolder.BROKER));
                    }
                    return new Seen(
                            clock.instant(),
                            true,
                            database.isH2() ? BackupManifest.H2 : BackupManifest.POSTGRESQL,
                            takeDatabase(connection, folder, database.isH2()),
                            broker.map(EmbeddedBroker::node).orElse(""),
                            broker.map(EmbeddedBroker::depths).orElse(Map.of()));
                };
                Seen seen = broker.isPresent() ? broker.get().standingStill(copy) : copy.call();
                takeRows(connection, folder, database.isH2());
                return seen;
            }
        });
    }

    /**
     * Takes one of a hub that does not run; the caller holds the lock of its data folder.
     *
     * @param folder is made; may be there when it is empty
     * @param outside the outside database, closed afterwards; empty when it is the embedded one
     * @throws BackupException when it cannot be taken; nothing is left of it then
     */
    public BackupManifest ofStopped(Path folder, Optional<OutsideDatabase> outside) {
        if (!hub.holdsState()) {
            throw new BackupException(
                    "No backup was taken.",
                    "There is neither a broker nor a database in '" + hub.path() + "'.",
                    "Name the hub's data folder with HUB_DATA, or its settings with --config.");
        }
        return taking(folder, () -> {
            Optional<StoredBroker> broker = Optional.empty();
            if (Files.isDirectory(hub.broker())) {
                Path copy = folder.resolve(HubFolder.BROKER);
                StoredFiles.copy(hub.broker(), copy);
                // Only a broker that runs can count; that the copy can be opened is shown, too.
                broker = Optional.of(StoredBroker.in(copy));
            }
            try (Connection connection =
                    outside.isPresent() ? outside.get().connection() : EmbeddedDatabase.open(hub.database())) {
                Optional<DatabaseFacts> facts = takeDatabase(connection, folder, outside.isEmpty());
                takeRows(connection, folder, outside.isEmpty());
                return new Seen(
                        clock.instant(),
                        false,
                        outside.isEmpty() ? BackupManifest.H2 : BackupManifest.POSTGRESQL,
                        facts,
                        broker.map(StoredBroker::node).orElse(""),
                        broker.map(StoredBroker::depths).orElse(Map.of()));
            }
        });
    }

    /**
     * Facts of an embedded database are read from its copy, later: the original goes on while it is copied. Of PostgreSQL only the
     * moment is held fast here; {@link #takeRows} copies what was there then.
     */
    private static Optional<DatabaseFacts> takeDatabase(Connection connection, Path folder, boolean embedded)
            throws SQLException {
        if (!embedded) {
            PostgresqlRows.of(connection).begin();
            return Optional.of(DatabaseFacts.of(connection));
        }
        EmbeddedDatabase.copy(connection, folder);
        return Optional.empty();
    }

    private static void takeRows(Connection connection, Path folder, boolean embedded)
            throws SQLException, IOException {
        if (!embedded) {
            PostgresqlRows.of(connection).take(folder.resolve(HubFolder.DATABASE));
        }
    }

    private BackupManifest taking(Path folder, Callable<Seen> copy) {
        prepare(folder);
        try {
            return completed(folder, copy.call());
        } catch (Exception e) {
            clear(folder, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new BackupException(
                    "No backup was taken.",
                    "Writing it into '" + folder + "' failed: " + e.getMessage() + ".",
                    "See to it that the hub may write there and that there is room for all of its data.",
                    e);
        }
    }

    private BackupManifest completed(Path folder, Seen seen) throws IOException, SQLException {
        DatabaseFacts facts;
        if (seen.facts().isPresent()) {
            facts = seen.facts().get();
        } else {
            Path database = folder.resolve(HubFolder.DATABASE);
            EmbeddedDatabase.unpack(folder, database);
            facts = EmbeddedDatabase.facts(database);
        }
        hub.copyCompanionsTo(folder);
        BackupManifest manifest = new BackupManifest(
                BackupManifest.FORMAT,
                UUID.randomUUID(),
                seen.at(),
                hubVersion,
                seen.running(),
                seen.kind(),
                facts,
                seen.node(),
                seen.queues(),
                StoredFiles.of(folder));
        manifest.writeTo(folder);
        return manifest;
    }

    private void prepare(Path folder) {
        if (folder.toAbsolutePath()
                .normalize()
                .startsWith(hub.path().toAbsolutePath().normalize())) {
            throw new BackupException(
                    "No backup was taken.",
                    "'" + folder + "' lies in the hub's own data folder: what destroys one would destroy both.",
                    "Name a folder elsewhere, best on another disk.");
        }
        try {
            Files.createDirectories(folder);
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new BackupException(
                            "No backup was taken.",
                            "The folder '" + folder + "' is not empty.",
                            "Name a new folder for each backup, e.g. one with the date.");
                }
            }
            // Messages and keys are in it: for nobody else.
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new BackupException(
                    "No backup was taken.",
                    "The folder '" + folder + "' cannot be made or read: " + e.getMessage() + ".",
                    "Name a folder that the hub may write to.",
                    e);
        }
    }

    private static void clear(Path folder, Exception because) {
        try {
            StoredFiles.delete(folder);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
