package io.d365hub.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that every test of state runs over. */
public enum TestDatabases {
    H2 {
        @Override
        public DatabaseSettings settings(Path folder) {
            return DatabaseSettings.embedded(folder);
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseSettings settings(Path folder) {
            return Server.newDatabase();
        }
    };

    /** Settings of an empty database. The folder is used by H2 only. */
    public abstract DatabaseSettings settings(Path folder);

    /** Cuts all connections to a PostgreSQL database and refuses new ones, or lets them in again. */
    public static void allowConnections(DatabaseSettings settings, boolean allow) {
        String name = settings.address().substring(settings.address().lastIndexOf('/') + 1);
        Server.execute("alter database %s with allow_connections %s".formatted(name, allow));
        if (!allow) {
            Server.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
        }
    }

    /** One server for all tests of the run; each test gets a database of its own. */
    private static final class Server {

        private static final EmbeddedPostgres POSTGRES = start();
        private static final AtomicInteger DATABASES = new AtomicInteger();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(postgres), "stop-postgres"));
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static DatabaseSettings newDatabase() {
            String name = "hub" + DATABASES.incrementAndGet();
            execute("create database " + name);
            return DatabaseSettings.postgresql(POSTGRES.getJdbcUrl("postgres", name), "postgres", "postgres");
        }

        private static void execute(String sql) {
            try (Connection connection = POSTGRES.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
