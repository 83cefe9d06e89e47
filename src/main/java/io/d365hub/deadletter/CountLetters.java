package io.d365hub.deadletter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.api.Trigger;

/** Trigger of H2, named by {@code R__count_letters.sql}: keeps how many letters of a cause are in which state. */
public final class CountLetters implements Trigger {

    private int group;
    private int state;

    @Override
    public void init(Connection connection, String schema, String trigger, String table, boolean before, int type)
            throws SQLException {
        group = column(connection, schema, table, "group_id");
        state = column(connection, schema, table, "state");
    }

    private static int column(Connection connection, String schema, String table, String name) throws SQLException {
        try (ResultSet columns = connection.getMetaData().getColumns(null, schema, table, name)) {
            if (!columns.next()) {
                throw new SQLException("Table " + table + " has no column " + name + ".");
            }
            return columns.getInt("ORDINAL_POSITION") - 1;
        }
    }

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        boolean same = before != null
                && after != null
                && before[group].equals(after[group])
                && before[state].equals(after[state]);
        if (same) {
            return;
        }
        if (before != null) {
            count(connection, before, -1);
        }
        if (after != null) {
            count(connection, after, 1);
        }
    }

    private void count(Connection connection, Object[] letter, int change) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update dead_letter_count set letters = letters + ? where group_id = ? and state = ?")) {
            bind(update, letter, change);
            if (update.executeUpdate() > 0) {
                return;
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into dead_letter_count (letters, group_id, state) values (?, ?, ?)")) {
            bind(insert, letter, change);
            insert.executeUpdate();
        }
    }

    private void bind(PreparedStatement statement, Object[] letter, int change) throws SQLException {
        statement.setInt(1, change);
        statement.setObject(2, letter[group]);
        statement.setObject(3, letter[state]);
    }
}
