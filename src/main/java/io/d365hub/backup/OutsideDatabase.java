package io.d365hub.backup;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL database that no hub uses meanwhile. */
public final class OutsideDatabase implements AutoCloseable {

    private final DatabaseSettings settings;
    private final Connection connection;

    private OutsideDatabase(DatabaseSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
    }

    /** @throws SQLException when it cannot be reached */
    public static OutsideDatabase open(DatabaseSettings settings) throws SQLException {
        return new OutsideDatabase(
                settings, DriverManager.getConnection(settings.url(), settings.user(), settings.password()));
    }

    Connection connection() {
        return connection;
    }

    PostgresqlRows rows() {
        return PostgresqlRows.of(connection);
    }

    /** Makes the tables of a hub, which are not there. */
    void makeTables(int version) {
        HubDatabase.makeTables(settings, version);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
