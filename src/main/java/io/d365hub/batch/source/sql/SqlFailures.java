package io.d365hub.batch.source.sql;

import io.d365hub.batch.SourceException;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells what a database's failure means for the run, naming data source and query; values of rows are never told. */
final class SqlFailures {

    /** H2 names its broken and closed connections by numbers. */
    private static final Set<String> LOST_STATES = Set.of("90067", "90098", "90007", "90121", "53300", "HYT00");
    /** Deadlock, serialization, lock timeout, statement cancelled: worth another try. */
    private static final Set<String> PASSING_STATES = Set.of("40001", "40P01", "55P03", "57014", "HYT00", "50200");

    private static final int LONGEST_QUERY = 500;

    private final SqlSettings settings;

    SqlFailures(SqlSettings settings) {
        this.settings = settings;
    }

    /** @param begun whether rows have come already: a lost cursor is opened again, a database that is away is waited for */
    SourceException of(Exception thrown, boolean begun) {
        Optional<SQLException> sql = sql(thrown);
        if (sql.isEmpty()) {
            return failure(FailureKind.MISCONFIGURED, "sql", thrown.getMessage() + ".", "Correct the query.", thrown);
        }
        List<String> states = states(thrown);
        String words = words(sql.get());
        if (states.stream().anyMatch(state -> state.startsWith("28"))) {
            return failure(
                    FailureKind.MISCONFIGURED,
                    "sql-login",
                    words,
                    "Check hub.datasource.%s.user and HUB_DATASOURCE_%s_PASSWORD."
                            .formatted(
                                    settings.dataSource(),
                                    settings.dataSource()
                                            .toUpperCase(Locale.ROOT)
                                            .replace('-', '_')),
                    thrown);
        }
        if (isLost(thrown, states)) {
            return failure(
                    begun ? FailureKind.TRANSIENT : FailureKind.THROTTLED,
                    "sql-connection",
                    words,
                    "Nothing for now: the run goes on at its last position. If it does not, check that the database runs.",
                    thrown);
        }
        if (thrown instanceof SQLTimeoutException || states.stream().anyMatch(PASSING_STATES::contains)) {
            return failure(
                    FailureKind.TRANSIENT,
                    "sql-" + states.get(0),
                    words,
                    "Nothing for now. If it comes again, raise 'timeout' or give the query an index on "
                            + settings.order() + ".",
                    thrown);
        }
        return failure(
                FailureKind.MISCONFIGURED,
                "sql-" + sql.get().getSQLState(),
                words + " The query: " + shortened(settings.query()) + ".",
                "Correct the query or its columns in the route.",
                thrown);
    }

    /** A mistake of the author, found by us. */
    SourceException misconfigured(String why, String mend) {
        return failure(FailureKind.MISCONFIGURED, "sql-options", why, mend, null);
    }

    /** One row that cannot be handed out. */
    Failure row(String column, String why) {
        return Failure.of(
                FailureKind.UNREADABLE,
                "sql-value",
                "A row of data source '" + settings.dataSource() + "' was not read.",
                "Column " + column + " " + why + ".",
                "Correct the row in the source, or convert the column in the query; the row comes again with the next full"
                        + " reload.");
    }

    private SourceException failure(FailureKind kind, String code, String why, String mend, Throwable cause) {
        return new SourceException(
                Failure.of(
                        kind, code, "Rows were not read from data source '" + settings.dataSource() + "'.", why, mend),
                cause);
    }

    private static boolean isLost(Throwable thrown, List<String> states) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLTransientConnectionException || t instanceof SQLRecoverableException) {
                return true;
            }
        }
        return states.stream()
                .anyMatch(state -> state.startsWith("08") || state.startsWith("57P") || LOST_STATES.contains(state));
    }

    /** A refused value is data of a person; everything else is about the query. */
    private static String words(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String message = String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("; SQL statement:$", "")
                .strip();
        return state.startsWith("22")
                ? "The database cannot convert a value (SQL state " + state + ")."
                : "The database says: " + message + (message.endsWith(".") ? "" : ".");
    }

    private static String shortened(String query) {
        String line = query.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_QUERY ? line : line.substring(0, LONGEST_QUERY) + "...";
    }

    private static Optional<SQLException> sql(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static List<String> states(Throwable thrown) {
        List<String> states = new ArrayList<>();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException e) {
                states.add(String.valueOf(e.getSQLState()));
            }
        }
        return states;
    }
}
