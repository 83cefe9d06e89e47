package io.d365hub.database;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where the database is.
 *
 * @param url JDBC address: {@code jdbc:postgresql:} or {@code jdbc:h2:}
 * @param user database user
 * @param password its password; never printed
 * @param connections most connections that this process opens
 * @param connectTimeout how long a caller waits for a connection before it gets an error
 */
public record DatabaseSettings(String url, String user, String password, int connections, Duration connectTimeout) {

    public static final int DEFAULT_CONNECTIONS = 10;
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * What the embedded database needs beyond its file:
     *
     * <ul>
     *   <li>{@code WRITE_DELAY=0}: a commit is in the file when it returns; without it a killed process loses commits.
     *   <li>{@code DB_CLOSE_ON_EXIT=FALSE}: the hub closes it, after the last ingester has stopped, not the virtual machine.
     *   <li>{@code MAX_LENGTH_INPLACE_LOB}: bodies up to this size, in bytes, lie in their row; H2 is slow with outlying ones.
     *   <li>{@code RETENTION_TIME}: how long, in ms, old parts of the file are kept in case that the system has not written
     *       newer ones to the disk; {@link EmbeddedUpkeep} sees to it more often than that.
     *   <li>{@code CACHE_SIZE}: 16 MiB, in KiB, whatever the size of the heap; H2's default is a quarter of the heap.
     *   <li>The others let one SQL dialect serve H2 and PostgreSQL.
     * </ul>
     */
    private static final String EMBEDDED_OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;RETENTION_TIME=5000;LOCK_TIMEOUT=10000;MAX_LENGTH_INPLACE_LOB=65536;CACHE_SIZE=16384";

    public DatabaseSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    ("Database address '%s' is of an unknown kind. The hub keeps its state in"
                                    + " PostgreSQL or H2. Write jdbc:postgresql://host/database, or leave the address out.")
                            .formatted(withoutOptions(url)));
        }
    }

    /** The embedded database: the file {@code hub.mv.db} in the given folder, which is made when it is missing. */
    public static DatabaseSettings embedded(Path folder) {
        String file = folder.toAbsolutePath().normalize().resolve("hub").toString();
        return new DatabaseSettings(
                "jdbc:h2:file:" + file + EMBEDDED_OPTIONS, "hub", "", DEFAULT_CONNECTIONS, DEFAULT_CONNECT_TIMEOUT);
    }

    /** The same database for a look that changes nothing; the file must be there. */
    public static String readOnlyUrl(Path folder) {
        return embedded(folder).url() + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE";
    }

    /** A PostgreSQL database, with the default number of connections. */
    public static DatabaseSettings postgresql(String url, String user, String password) {
        return new DatabaseSettings(url, user, password, DEFAULT_CONNECTIONS, DEFAULT_CONNECT_TIMEOUT);
    }

    /** Whether it is an H2 database. */
    public boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Whether the database is a file that this process has open by itself. */
    boolean isEmbedded() {
        return url.startsWith("jdbc:h2:file:");
    }

    /** The address without its options, among which a password may be. Fit for logs and errors. */
    public String address() {
        return withoutOptions(url);
    }

    private static String withoutOptions(String url) {
        return url.split("[;?]", 2)[0];
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + address() + ", user " + user + "]";
    }
}
