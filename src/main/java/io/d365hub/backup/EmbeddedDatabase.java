package io.d365hub.backup;

import io.d365hub.database.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The embedded database as a file: its copy, and a look into it. */
final class EmbeddedDatabase {

    private static final String ZIP = "database.zip";

    private EmbeddedDatabase() {}

    /** H2's own online copy, as a ZIP file in the folder: the state of one moment during the call. */
    static void copy(Connection connection, Path folder) throws SQLException {
        try (PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            backup.setString(1, folder.resolve(ZIP).toAbsolutePath().toString());
            backup.execute();
        }
    }

    /** Makes the database's own file of it. */
    static void unpack(Path folder, Path database) throws IOException {
        Path zip = folder.resolve(ZIP);
        Files.createDirectories(database);
        try (ZipFile packed = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : packed.stream().toList()) {
                // Of its own process; the name is taken apart all the same.
                Path name = Path.of(entry.getName()).getFileName();
                StoredFiles.write(packed.getInputStream(entry), database.resolve(name));
            }
        }
        Files.delete(zip);
    }

    /** Opens the database of a hub that does not run, without bringing its tables up to date. */
    static Connection open(Path database) throws SQLException {
        DatabaseSettings settings = DatabaseSettings.embedded(database);
        return DriverManager.getConnection(settings.url() + ";IFEXISTS=TRUE", settings.user(), settings.password());
    }

    /** Reads the copy, which also shows that it can be opened. */
    static DatabaseFacts facts(Path database) throws SQLException {
        DatabaseSettings settings = DatabaseSettings.embedded(database);
        try (Connection connection = DriverManager.getConnection(
                DatabaseSettings.readOnlyUrl(database), settings.user(), settings.password())) {
            return DatabaseFacts.of(connection);
        }
    }

    /** The hash of an entry of the audit trail in a copy. */
    static String auditHash(Path database, long sequence) throws SQLException {
        DatabaseSettings settings = DatabaseSettings.embedded(database);
        try (Connection connection = DriverManager.getConnection(
                DatabaseSettings.readOnlyUrl(database), settings.user(), settings.password())) {
            return DatabaseFacts.auditHash(connection, sequence);
        }
    }
}
