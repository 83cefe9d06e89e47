package io.d365hub.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import java.util.Properties;
import org.h2.api.ErrorCode;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/**
 * The open database, its tables up to date.
 *
 * <p>Get one with {@link #open}; whoever opened it closes it, after everything that uses it has stopped. Thread-safe.
 * When the database goes away later, calls fail with an exception of Jdbi within the connect timeout; they work again when
 * it is back, on the same object.
 */
public final class HubDatabase implements AutoCloseable {

    private static final int MOST_ATTEMPTS = 5;
    private static final String CONNECTION_FAILURE = "08006";

    private final HikariDataSource pool;
    private final boolean h2;
    private final Optional<EmbeddedUpkeep> upkeep;
    private final Jdbi jdbi;

    private HubDatabase(HikariDataSource pool, boolean h2, Optional<EmbeddedUpkeep> upkeep) {
        this.pool = pool;
        this.h2 = h2;
        this.upkeep = upkeep;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Connects and brings the tables up to date.
     *
     * @throws DatabaseLockedException when another process has the embedded database open
     * @throws DatabaseUnavailableException when it cannot be reached, refuses the user or holds the tables of a newer hub
     */
    public static HubDatabase open(DatabaseSettings settings) {
        HikariDataSource pool = connect(settings);
        try {
            new Schema(settings, pool).update();
            return new HubDatabase(
                    pool,
                    settings.isH2(),
                    settings.isEmbedded() ? Optional.of(EmbeddedUpkeep.start(pool)) : Optional.empty());
        } catch (SQLException e) {
            pool.close();
            throw unavailable(settings, e);
        } catch (RuntimeException | Error e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource connect(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("hub-database");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        // Opened on demand: ten connections to a server would cost start-up time, and most hubs never need them.
        config.setMinimumIdle(1);
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.setDataSourceProperties(driverProperties(settings));
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw unavailable(settings, e);
        }
    }

    private static Properties driverProperties(DatabaseSettings settings) {
        Properties properties = new Properties();
        if (!settings.isH2()) {
            properties.put("reWriteBatchedInserts", "true");
            // A server that vanished without a word must not hold an ingester for ever.
            properties.put("socketTimeout", "60");
            properties.put("tcpKeepAlive", "true");
            properties.put("ApplicationName", "d365-hub");
        }
        return properties;
    }

    private static DatabaseUnavailableException unavailable(DatabaseSettings settings, Throwable e) {
        Throwable deepest = e;
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return new DatabaseLockedException(settings, e);
            }
            deepest = t;
        }
        return new DatabaseUnavailableException(
                ("Cannot open the database %s as user %s. %s Check that it runs, and hub.database.url, hub.database.user and"
                                + " HUB_DATABASE_PASSWORD.")
                        .formatted(settings.address(), settings.user(), deepest.getMessage()),
                e);
    }

    /** Whether it is H2; otherwise it is PostgreSQL. For the few statements that one of them has to be told in another way. */
    public boolean isH2() {
        return h2;
    }

    /** Whether a connection is one to PostgreSQL; otherwise it is one to H2. */
    public static boolean isPostgresql(Connection connection) {
        try {
            return connection.isWrapperFor(PGConnection.class);
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    /** The newest version of the tables that this hub knows. */
    public static int newestSchema() {
        return Schema.NEWEST;
    }

    /**
     * Makes the tables as they were at a version, in a database that has none.
     *
     * @throws DatabaseUnavailableException when that fails
     */
    public static void makeTables(DatabaseSettings settings, int version) {
        try (HikariDataSource pool = connect(settings)) {
            new Schema(settings, pool).make(version);
        }
    }

    /** For queries, and for transactions that need no repetition. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** A connection of its own, for parts that keep their state themselves; closing it gives it back. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /**
     * Runs the work in one transaction. The work is run again, from its start and in a new transaction, when the database
     * gave it up in favour of another transaction; so it must not have effects outside the database.
     */
    public <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
        for (int attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(work);
            } catch (RuntimeException e) {
                if (attempt == MOST_ATTEMPTS || !SqlErrors.isConflict(e)) {
                    throw e;
                }
            } catch (AssertionError e) {
                // The driver of PostgreSQL answers so when the connection closes while it reads the end of a batch.
                throw new ConnectionException(
                        new SQLNonTransientConnectionException("The connection was lost.", CONNECTION_FAILURE, e));
            }
        }
    }

    /** Closes all connections; the embedded database is closed with the last of them. */
    @Override
    public void close() {
        upkeep.ifPresent(EmbeddedUpkeep::close);
        pool.close();
    }
}
