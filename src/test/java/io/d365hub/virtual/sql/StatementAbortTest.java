package io.d365hub.virtual.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import io.d365hub.virtual.source.TestCall;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A statement whose first cancellation does not reach it, as when it overtakes the statement. */
class StatementAbortTest {

    /** Is deaf once. */
    private static final String WAITS =
            "do $$ begin perform pg_sleep(600);" + " exception when query_canceled then perform pg_sleep(600); end $$";

    @TempDir
    Path folder;

    @Test
    void aStatementThatIsCancelledAgainEnds() throws Exception {
        // Given
        TestCall call = TestCall.patient();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            CompletableFuture<String> state = CompletableFuture.supplyAsync(() -> run(statement, call));

            // When
            try {
                Awaitility.await().until(() -> {
                    call.cancel();
                    return state.isDone();
                });
            } finally {
                connection.abort(Runnable::run);
            }

            // Then
            assertThat(state.join())
                    .as("what PostgreSQL says of a cancelled statement")
                    .isEqualTo("57014");
        }
    }

    @Test
    void aConnectionIsLeftAloneOnceTheStatementIsOver() throws Exception {
        // Given
        TestCall call = TestCall.patient();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                Statement next = connection.createStatement()) {
            try (StatementAbort unused = StatementAbort.of(statement, call)) {
                statement.execute("select 1");
            }

            // When
            CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> executed(next));
            while (!other.isDone()) {
                call.cancel();
            }

            // Then
            assertThat(other).isCompletedWithValue(true);
        }
    }

    private Connection connect() throws SQLException {
        DatabaseSettings settings = TestDatabases.POSTGRESQL.settings(folder);
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private static String run(Statement statement, TestCall call) {
        try (StatementAbort unused = StatementAbort.of(statement, call)) {
            statement.execute(WAITS);
            return "it ran to its end";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static boolean executed(Statement statement) {
        try {
            return statement.execute("select pg_sleep(0.2)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
