package io.d365hub.connection;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** The connections to one named database; none before the first is asked for, none kept that nobody needs. */
class LazyPool extends HikariDataSource {

    /** A server that is down is told soon; how long to wait for it is for the caller to decide. */
    private static final long CONNECT_MILLIS = 10_000;

    private static final String CANNOT_CONNECT = "08001";

    private final String name;

    LazyPool(DataSourceSettings settings) {
        this.name = settings.name();
        setPoolName("datasource-" + name);
        setJdbcUrl(settings.url());
        if (!settings.user().isEmpty()) {
            setUsername(settings.user());
        }
        if (!settings.password().isEmpty()) {
            setPassword(settings.password());
        }
        setMaximumPoolSize(settings.connections());
        setMinimumIdle(0);
        setConnectionTimeout(CONNECT_MILLIS);
        // The pool may be made while the server is away; then each caller is told, until the server is back.
        setInitializationFailTimeout(-1);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException(
                    "Data source '%s' cannot be opened: %s. Check hub.datasource.%s.url; the jar of a driver other than those of PostgreSQL and H2 belongs into the folder lib."
                            .formatted(name, e.getMessage(), name),
                    CANNOT_CONNECT,
                    e);
        }
    }
}
