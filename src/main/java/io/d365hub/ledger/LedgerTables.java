package io.d365hub.ledger;

import io.d365hub.ledger.LedgerChange.CounterRef;
import io.d365hub.ledger.LedgerChange.KeyRef;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The statements that change the ledger. Plain JDBC: this is the busiest SQL of the hub, tens of thousands of rows a second.
 * Everything but {@link #lock} is to be called with the lock held; that is why reading before writing is safe.
 */
final class LedgerTables {

    private static final int ROWS_PER_BATCH = 1000;

    private final Connection connection;

    LedgerTables(Connection connection) {
        this.connection = connection;
    }

    /** Waits for other transactions that change the ledger; held until this transaction ends. */
    void lock() throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select id from ledger_lock where id = 1 for update")) {
            lock.executeQuery();
        }
    }

    Map<String, Integer> integrations() throws SQLException {
        Map<String, Integer> integrations = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement("select id, name from ledger_integration");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                integrations.put(rows.getString(2), rows.getInt(1));
            }
        }
        return integrations;
    }

    int addIntegration(String name) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into ledger_integration (name) values (?)", new String[] {"id"})) {
            insert.setString(1, name);
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getInt(1);
            }
        }
    }

    /** Those of the receipts that have been folded before. */
    Set<UUID> folded(Collection<UUID> receipts) throws SQLException {
        Set<UUID> folded = new HashSet<>();
        query("select id from ledger_receipt where id = any (?)", receipts, row -> folded.add(uuid(row, 1)));
        return folded;
    }

    void addFolded(Collection<UUID> receipts, long now) throws SQLException {
        batch("insert into ledger_receipt (id, folded_at) values (?, ?)", receipts, (insert, receipt) -> {
            insert.setObject(1, receipt);
            insert.setLong(2, now);
        });
    }

    List<MessageRow> messages(Collection<UUID> ids) throws SQLException {
        List<MessageRow> found = new ArrayList<>();
        query(
                "select id, integration_id, state, key_digest, sequence, accepted_at, settled_at, deaths_to_come"
                        + " from ledger_message where id = any (?)",
                ids,
                row -> found.add(new MessageRow(
                        uuid(row, 1),
                        row.getInt(2),
                        MessageState.ofCode(row.getString(3)),
                        uuid(row, 4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getInt(8))));
        return found;
    }

    void insertMessages(Collection<MessageRow> rows) throws SQLException {
        batch(
                "insert into ledger_message (state, sequence, accepted_at, settled_at, deaths_to_come, id, integration_id,"
                        + " key_digest) values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
                (insert, row) -> {
                    bind(insert, row);
                    insert.setInt(7, row.integration());
                    insert.setObject(8, row.keyDigest());
                });
    }

    void updateMessages(Collection<MessageRow> rows) throws SQLException {
        batch(
                "update ledger_message set state = ?, sequence = ?, accepted_at = ?, settled_at = ?, deaths_to_come = ?"
                        + " where id = ?",
                rows,
                LedgerTables::bind);
    }

    private static void bind(PreparedStatement statement, MessageRow row) throws SQLException {
        statement.setString(1, row.state().code());
        statement.setLong(2, row.sequence());
        statement.setLong(3, row.acceptedAt());
        statement.setLong(4, row.settledAt());
        statement.setInt(5, row.deathsToCome());
        statement.setObject(6, row.id());
    }

    /** Makes the sequences the newest of their keys, where they are newer than what is there. */
    void raiseKeys(Map<KeyRef, Long> delivered, long now) throws SQLException {
        Map<KeyRef, Long> there = new HashMap<>();
        query(
                "select integration_id, key_digest, sequence from ledger_key where key_digest = any (?)",
                delivered.keySet().stream().map(KeyRef::digest).distinct().toList(),
                row -> there.put(new KeyRef(row.getInt(1), uuid(row, 2)), row.getLong(3)));
        List<KeyRef> fresh = new ArrayList<>();
        List<KeyRef> raised = new ArrayList<>();
        delivered.forEach((key, sequence) -> {
            Long newest = there.get(key);
            if (newest == null) {
                fresh.add(key);
            } else if (newest < sequence) {
                raised.add(key);
            }
        });
        BatchBinder<KeyRef> binder = (statement, key) -> {
            statement.setLong(1, delivered.get(key));
            statement.setLong(2, now);
            statement.setObject(3, key.digest());
            statement.setInt(4, key.integration());
        };
        batch(
                "insert into ledger_key (sequence, kept_since, key_digest, integration_id) values (?, ?, ?, ?)",
                fresh,
                binder);
        batch(
                "update ledger_key set sequence = ?, kept_since = ? where key_digest = ? and integration_id = ?",
                raised,
                binder);
    }

    void count(Map<CounterRef, Long> changes) throws SQLException {
        for (Map.Entry<CounterRef, Long> change : changes.entrySet()) {
            if (change.getValue() != 0
                    && count(
                                    "update ledger_counter set messages = messages + ? where integration_id = ? and state = ?",
                                    change)
                            == 0) {
                count("insert into ledger_counter (messages, integration_id, state) values (?, ?, ?)", change);
            }
        }
    }

    private int count(String sql, Map.Entry<CounterRef, Long> change) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, change.getValue());
            statement.setInt(2, change.getKey().integration());
            statement.setString(3, change.getKey().state().code());
            return statement.executeUpdate();
        }
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Takes one row of an answer. */
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    /** Fills in the parameters for one row. */
    private interface BatchBinder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
    }

    private void query(String sql, Collection<UUID> ids, RowReader reader) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        Array array = connection.createArrayOf("uuid", ids.toArray());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, array);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } finally {
            array.free();
        }
    }

    private <T> void batch(String sql, Collection<T> rows, BatchBinder<T> binder) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (T row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
                if (++waiting == ROWS_PER_BATCH) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }
}
