package io.d365hub.virtual.sql;

import io.d365hub.virtual.SourceCall;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Gives a statement up, from another thread and as often as it is asked, while it is open. After that the connection may be
 * somebody else's.
 */
final class StatementAbort implements AutoCloseable {

    private final Statement statement;
    private boolean tried;
    private boolean closed;

    private StatementAbort(Statement statement) {
        this.statement = statement;
    }

    /** What gives the statement up when the call is given up; to be closed before the statement. */
    static StatementAbort of(Statement statement, SourceCall call) {
        StatementAbort abort = new StatementAbort(statement);
        call.onCancel(abort::run);
        return abort;
    }

    private synchronized void run() {
        if (closed) {
            return;
        }
        try {
            Connection connection = statement.getConnection();
            if (tried && connection.isWrapperFor(PGConnection.class)) {
                // Its driver cancels an execution only once, and the server ignores what overtakes the statement.
                connection.unwrap(PGConnection.class).cancelQuery();
            } else {
                tried = true;
                statement.cancel();
            }
        } catch (SQLException e) {
            // It ended meanwhile, or its connection is gone: there is nothing left to give up.
        }
    }

    /** Waits for an attempt that is under way, which would else meet the next user of the connection. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
