package io.d365hub.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables, as the files in {@code src/main/resources/db/migration}, and in {@code db/h2} or
 * {@code db/postgresql} what only one of them knows, make them one after another. */
final class Schema {

    /** Version of the last file. */
    static final int NEWEST = 31;

    static final String LOCATION = "db/migration";

    private static final String HISTORY = "flyway_schema_history";

    private final DatabaseSettings settings;
    private final DataSource source;

    Schema(DatabaseSettings settings, DataSource source) {
        this.settings = settings;
        this.source = source;
    }

    /**
     * Brings the tables up to date.
     *
     * @throws DatabaseUnavailableException when that fails, or when they are of a newer hub
     */
    void update() {
        int version;
        try (Connection connection = source.getConnection()) {
            version = version(connection);
        } catch (SQLException e) {
            throw failed(e);
        }
        if (version > NEWEST) {
            throw new DatabaseUnavailableException(
                    ("Cannot use the database %s. Its tables have version %d, this hub knows them up to version %d: a newer"
                                    + " hub has been here. Run the newer hub, or restore a backup from before it.")
                            .formatted(settings.address(), version, NEWEST),
                    null);
        }
        // Flyway is the slowest part of the start (measured: half a second); most starts find nothing to do.
        if (version < NEWEST) {
            migrate(NEWEST);
        }
    }

    /** Makes them as they were at a version. */
    void make(int version) {
        migrate(version);
    }

    private void migrate(int version) {
        try {
            Flyway.configure()
                    .target(version == NEWEST ? "latest" : String.valueOf(version))
                    .dataSource(source)
                    .table(HISTORY)
                    .locations("classpath:" + LOCATION, "classpath:db/" + (settings.isH2() ? "h2" : "postgresql"))
                    .placeholders(Map.of("bytes", settings.isH2() ? "binary large object" : "bytea"))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    /** The version of the tables; 0 when there are none. */
    private static int version(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), HISTORY, null)) {
            if (!tables.next()) {
                return 0;
            }
        }
        try (var statement = connection.createStatement();
                ResultSet newest = statement.executeQuery(
                        "select max(cast(version as integer)) from " + HISTORY + " where success = true")) {
            newest.next();
            return newest.getInt(1);
        }
    }

    private DatabaseUnavailableException failed(Exception e) {
        return new DatabaseUnavailableException(
                "Cannot bring the tables of the database %s up to date. %s Mend that and start again; what was done is kept."
                        .formatted(settings.address(), e.getMessage()),
                e);
    }
}
