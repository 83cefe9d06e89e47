package io.d365hub.audit;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;

/** Trigger of H2, named by {@code R__append_only.sql}: the audit trail is only ever added to. */
public final class RefuseChange implements Trigger {

    private String table = "";

    @Override
    public void init(Connection connection, String schema, String trigger, String tableName, boolean before, int type) {
        table = tableName;
    }

    @Override
    public void fire(Connection connection, Object[] oldRow, Object[] newRow) throws SQLException {
        throw new SQLException("The audit trail is only ever added to: a change of " + table + " is refused.", "42501");
    }
}
