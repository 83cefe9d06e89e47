package io.d365hub.backup;

import io.d365hub.database.DatabaseUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts a backup in the place of a hub's data folder. Everything is checked and copied before anything is moved, and what
 * was there is moved aside, never deleted. A hub does not start on a folder in which a restore has not come to its end.
 */
public final class Restore {

    /** The file that lies in a data folder while it is half restored. */
    public static final String MARK = "restore-under-way";

    /** Beginning of the names of the folders in which is what was there before a restore. */
    static final String ASIDE = "before-restore-";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final HubFolder hub;
    private final int newestSchema;
    private final InstantSource clock;

    /**
     * @param newestSchema the newest version of the tables that this hub knows
     */
    public Restore(Path data, int newestSchema, InstantSource clock) {
        this.hub = new HubFolder(data);
        this.newestSchema = newestSchema;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param fit whether the database belongs to the rest
     * @param aside where what was there before lies now; empty when there was nothing
     * @param asideSchema the same of the tables of an outside database
     * @param migration what the next start will do to tables of an older hub, in a sentence; empty when they are of this version
     */
    public record Done(
            BackupManifest manifest,
            DatabaseFit fit,
            Optional<Path> aside,
            Optional<String> asideSchema,
            Optional<String> migration) {}

    /**
     * Looks at a backup, and changes nothing.
     *
     * @param outside the outside database; empty when the backup has an embedded one
     * @return the manifest and whether the database belongs to it
     * @throws BackupException when the backup is not whole, or this hub is too old for it
     */
    public Done check(Path folder, Optional<OutsideDatabase> outside) {
        BackupManifest manifest = BackupManifest.of(folder);
        try {
            Optional<String> wrong = StoredFiles.wrong(folder, manifest.files());
            if (wrong.isPresent()) {
                throw refused(wrong.get(), "Take the file from another copy of the backup, or another backup.");
            }
            if (manifest.facts().schemaVersion() > newestSchema) {
                throw refused(
                        "Its tables have version %d, and this hub knows them up to version %d."
                                .formatted(manifest.facts().schemaVersion(), newestSchema),
                        "Restore it with hub " + manifest.hubVersion() + " or a newer one.");
            }
            boolean embedded = manifest.database().equals(BackupManifest.H2);
            if (embedded == outside.isPresent()) {
                throw refused(
                        embedded
                                ? "It holds an embedded database, and hub.database.url names an outside one."
                                : "It was taken with PostgreSQL, and hub.database.url is empty.",
                        "Restore it with the settings of the hub that took it.");
            }
            return new Done(
                    manifest,
                    fit(folder, manifest, outside),
                    Optional.empty(),
                    Optional.empty(),
                    migration(manifest.facts().schemaVersion()));
        } catch (IOException | SQLException e) {
            throw new BackupException(
                    "Nothing was restored.",
                    "The backup cannot be read: " + e.getMessage() + ".",
                    "Mend that and try again; nothing was changed.",
                    e);
        }
    }

    private Optional<String> migration(int schema) {
        return schema == newestSchema
                ? Optional.empty()
                : Optional.of(
                        ("Its tables have version %d: the next start of this hub brings them to version %d, which may take minutes"
                                        + " with millions of rows; hubs of before cannot use them afterwards.")
                                .formatted(schema, newestSchema));
    }

    private static DatabaseFit fit(Path folder, BackupManifest manifest, Optional<OutsideDatabase> outside)
            throws SQLException {
        DatabaseFacts wanted = manifest.facts();
        if (outside.isPresent()) {
            Connection connection = outside.get().connection();
            if (!outside.get().rows().hasTables()) {
                return DatabaseFit.EMPTY;
            }
            return DatabaseFit.of(
                    wanted, DatabaseFacts.of(connection), DatabaseFacts.auditHash(connection, wanted.auditSequence()));
        }
        Path database = folder.resolve(HubFolder.DATABASE);
        return DatabaseFit.of(
                wanted, EmbeddedDatabase.facts(database), EmbeddedDatabase.auditHash(database, wanted.auditSequence()));
    }

    /**
     * Checks a backup and puts it in place; the caller holds the lock of the data folder.
     *
     * @param outside as for {@link #check}
     * @param replace whether what is there may be moved aside, the tables of an outside database too
     * @param acceptMismatch whether a database may be used that is not the one of the manifest
     * @throws BackupException when it is refused; nothing was changed then
     */
    public Done restore(Path folder, Optional<OutsideDatabase> outside, boolean replace, boolean acceptMismatch) {
        Done found = check(folder, outside);
        boolean again = Files.exists(hub.path().resolve(MARK));
        boolean fills = fills(found, replace || again, acceptMismatch);
        if (hub.holdsState() && !replace && !again) {
            throw refused(
                    "There is data of a hub in '" + hub.path() + "'.",
                    "Choose another data folder with HUB_DATA, or say --replace: what is there is then moved aside, not deleted.");
        }
        try {
            Files.createDirectories(hub.path());
            Files.writeString(
                    hub.path().resolve(MARK),
                    "A restore of backup " + found.manifest().id() + " was not finished.\n");
            Optional<String> asideSchema = fills ? fill(folder, found, outside.orElseThrow()) : Optional.empty();
            DatabaseFit fit = fills ? DatabaseFit.SAME : found.fit();
            Optional<Path> aside = putInPlace(folder, found.manifest());
            return new Done(found.manifest(), fit, aside, asideSchema, found.migration());
        } catch (IOException | SQLException | DatabaseUnavailableException e) {
            throw new BackupException(
                    "The backup was not restored.",
                    "Writing to '" + hub.path() + "' or to the database failed: " + e.getMessage() + ".",
                    "Mend that and restore again. A hub does not start on this folder before.",
                    e);
        }
    }

    /**
     * Whether the database of the backup is to be put into the outside one.
     *
     * @throws BackupException when what is there is neither the right one nor may be replaced or used
     */
    private static boolean fills(Done found, boolean replace, boolean acceptMismatch) {
        boolean holdsRows = found.manifest().holdsRows();
        if (found.fit() == DatabaseFit.SAME) {
            return false;
        }
        if (holdsRows && (replace || found.fit() == DatabaseFit.EMPTY)) {
            return true;
        }
        if (acceptMismatch && found.fit() != DatabaseFit.EMPTY) {
            return false;
        }
        throw refused(
                String.join(" ", found.fit().sentences()),
                holdsRows
                        ? "Say --replace to have the database of this backup instead: the tables that are there are moved into a schema"
                                + " of their own, not deleted. Or say --accept-mismatch if you can live with that."
                        : "Restore the dump that belongs to this backup, or say --accept-mismatch if you can live with that.");
    }

    /** Returns the schema in which the tables of before lie now. */
    private Optional<String> fill(Path folder, Done found, OutsideDatabase outside) throws SQLException, IOException {
        Optional<String> aside = Optional.empty();
        if (outside.rows().hasTables()) {
            aside = Optional.of(
                    ASIDE.replace('-', '_') + STAMP.format(clock.instant()).replace('-', '_'));
            outside.rows().moveAside(aside.get());
        }
        outside.makeTables(found.manifest().facts().schemaVersion());
        outside.rows().fill(folder.resolve(HubFolder.DATABASE));
        DatabaseFacts now = DatabaseFacts.of(outside.connection());
        if (!now.equals(found.manifest().facts())) {
            throw new IOException("the database is not as the manifest says after it was filled");
        }
        return aside;
    }

    private Optional<Path> putInPlace(Path folder, BackupManifest manifest) throws IOException {
        Path mark = hub.path().resolve(MARK);
        Path incoming = hub.path().resolve(MARK + ".files");
        StoredFiles.delete(incoming);
        for (BackupManifest.StoredFile file : manifest.files()) {
            if (file.path().endsWith(PostgresqlRows.SUFFIX)) {
                continue;
            }
            StoredFiles.copyFile(folder.resolve(file.path()), incoming.resolve(file.path()));
        }
        Optional<Path> aside = moveAside();
        for (String part : List.of(HubFolder.BROKER, HubFolder.DATABASE)) {
            if (Files.exists(incoming.resolve(part))) {
                Files.move(incoming.resolve(part), hub.path().resolve(part));
            }
        }
        for (Path companion : new HubFolder(incoming).companions()) {
            Path place = hub.path().resolve(companion.getFileName());
            StoredFiles.delete(place);
            Files.move(companion, place);
        }
        StoredFiles.delete(incoming);
        Files.delete(mark);
        return aside;
    }

    /** The flight recorder too: it knows messages of the state that goes. */
    private Optional<Path> moveAside() throws IOException {
        Path aside = hub.path().resolve(ASIDE + STAMP.format(clock.instant()));
        boolean moved = false;
        for (String part : List.of(HubFolder.BROKER, HubFolder.DATABASE, "flight")) {
            Path there = hub.path().resolve(part);
            if (Files.exists(there)) {
                Files.createDirectories(aside);
                Files.move(there, aside.resolve(part));
                moved = true;
            }
        }
        return moved ? Optional.of(aside) : Optional.empty();
    }

    private static BackupException refused(String why, String mend) {
        return new BackupException("Nothing was restored.", why, mend);
    }
}
