package io.d365hub.database;

import java.sql.SQLException;
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
                .filter(e -> CONFLICTS.contains(e.getSQLState())
                        || e.getErrorCode() == ErrorCode.CONCURRENT_UPDATE_1
                        || e.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1)
                .isPresent();
    }

    /** Whether the database refuses the data itself, so that the same statement would fail for ever. */
    public static boolean isBadData(Throwable thrown) {
        return sqlError(thrown)
                .map(SQLException::getSQLState)
                .filter(state -> state.startsWith("22") || state.startsWith("23"))
                .isPresent();
    }

    /**
     * The failure in words that hold nothing of the data: its own text only when it is about the connection, otherwise
     * the database's code.
     */
    public static String explain(Throwable thrown) {
        Optional<SQLException> sql = sqlError(thrown);
        if (sql.isEmpty()) {
            return "No database connection: " + deepest(thrown).getClass().getSimpleName() + ".";
        }
        String state = sql.get().getSQLState();
        return state.startsWith("08") || state.startsWith("57")
                ? "No database connection: " + sql.get().getMessage()
                : "The database answered SQL state %s, code %d."
                        .formatted(state, sql.get().getErrorCode());
    }

    private static Throwable deepest(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static Optional<SQLException> sqlError(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
