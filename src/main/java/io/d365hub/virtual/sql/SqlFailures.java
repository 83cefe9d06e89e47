package io.d365hub.virtual.sql;

import io.d365hub.virtual.SourceCall;
import io.d365hub.virtual.SourceException;
import io.d365hub.virtual.VirtualTable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** What an exception of a database means. Its own words stay in the log: they may hold values. */
final class SqlFailures {

    private SqlFailures() {}

    /** Whether table or columns are not there as they were. */
    static boolean isOtherSchema(SQLException e) {
        String state = state(e);
        return state.startsWith("42") && !state.equals("42501");
    }

    static SourceException of(VirtualTable table, SQLException e, SourceCall call) {
        String state = state(e);
        String code = "SQL state " + state + ", code " + e.getErrorCode();
        if (call.isCancelled()) {
            return SourceException.timeout("The source of %s did not answer within %d ms."
                    .formatted(table.path(), table.timeout().toMillis()));
        }
        if (e instanceof SQLTransientConnectionException || state.startsWith("08") || state.startsWith("57P")) {
            return SourceException.unavailable(
                    "The database of %s cannot be reached.".formatted(table.path()), Optional.empty(), e);
        }
        if (state.equals("42501")) {
            return SourceException.forbidden(
                    "The database of %s does not allow it to the hub (%s).".formatted(table.path(), code));
        }
        if (isOtherSchema(e)) {
            return SourceException.failed(
                    "The table behind %s is not as it is declared: a column or the table itself is missing or of another type (%s)."
                            .formatted(table.path(), code),
                    e);
        }
        if (state.equals("23505")) {
            return SourceException.conflict("There is a row with this key in %s already.".formatted(table.path()));
        }
        if (state.startsWith("23") || state.startsWith("22")) {
            return SourceException.badRequest(
                    "The database of %s refuses the values (%s).".formatted(table.path(), code), "");
        }
        return SourceException.failed("The database of %s failed (%s).".formatted(table.path(), code), e);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
