package io.d365hub.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.h2.api.ErrorCode;

/** Tells errors of the database apart, alike for H2 and PostgreSQL. */
public final class SqlErrors {

    /** Serialization failure and deadlock, as both databases name them. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private SqlErrors() {}

    /** Whether the database gave the transaction up in favour of another one, so that it is worth running again. */
    public static boolean isConflict(Throwable thrown) {
        return sqlError(thrown)
                .filter(e -> CONFLICTS.contains(String.valueOf(e.getSQLState()))
                        || e.getErrorCode() == ErrorCode.CONCURRENT_UPDATE_1
                        || e.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1)
                .isPresent();
    }

    /** Whether the database refuses the data itself, so that the same statement would fail for ever. */
    public static boolean isBadData(Throwable thrown) {
        return sqlError(thrown)
                .map(SQLException::getSQLState)
                .filter(Objects::nonNull)
                .filter(state -> state.startsWith("22") || state.startsWith("23"))
                .isPresent();
    }

    /** Whether the failure is one of the database. */
    public static boolean isOfDatabase(Throwable thrown) {
        return sqlError(thrown).isPresent();
    }

    /**
     * The failure in words that hold nothing of the data: its own text only when it is about the connection, otherwise
     * the database's code, otherwise the name of the exception.
     */
    public static String explain(Throwable thrown) {
        return sqlError(thrown)
                .map(SqlErrors::explain)
                .orElseGet(() -> thrown.getClass().getSimpleName() + ".");
    }

    private static String explain(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return e instanceof SQLTransientConnectionException || state.startsWith("08") || state.startsWith("57")
                ? "No database connection: " + e.getMessage()
                : "The database answered SQL state %s, code %d.".formatted(state, e.getErrorCode());
    }

    private static Optional<SQLException> sqlError(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
