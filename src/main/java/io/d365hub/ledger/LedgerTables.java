package io.d365hub.ledger;

import io.d365hub.database.BulkInsert;
import io.d365hub.ledger.Buckets.Bucket;
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
import java.util.stream.Collectors;

/**
 * The statements that change the ledger. Plain JDBC: this is the busiest SQL of the hub, tens of thousands of rows a second.
 * Everything but {@link #lock} is to be called with the lock held; that is why reading before writing is safe.
 */
final class LedgerTables {

    private final Connection connection;
    private final boolean postgresql;

    LedgerTables(Connection connection) throws SQLException {
        this.connection = connection;
        this.postgresql = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    boolean isPostgresql() {
        return postgresql;
    }

    /** The rows of messages. */
    LedgerMessages messages() {
        return new LedgerMessages(connection, postgresql);
    }

    /** Waits for other transactions that change the ledger; held until this transaction ends. */
    void lock() throws SQLException {
        // PostgreSQL would rather read the whole table than look some hundred rows up in its index, and take ten times
        // as long.
        String plans = postgresql
                ? ", set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"
                : "";
        try (PreparedStatement lock =
                connection.prepareStatement("select id" + plans + " from ledger_lock where id = 1 for update")) {
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

    List<Bucket> buckets() throws SQLException {
        List<Bucket> buckets = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select first_sequence, newest_sequence, messages from ledger_bucket");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                buckets.add(new Bucket(rows.getLong(1), rows.getLong(2), rows.getInt(3)));
            }
        }
        return buckets;
    }

    /** Saves how full the last bucket is, and begins another one when it is full. */
    void saveLast(Buckets buckets) throws SQLException {
        bucket("update ledger_bucket set newest_sequence = ?, messages = ? where first_sequence = ?", buckets.last());
        if (buckets.lastIsFull()) {
            bucket(
                    "insert into ledger_bucket (newest_sequence, messages, first_sequence) values (?, ?, ?)",
                    buckets.next());
        }
    }

    private void bucket(String sql, Bucket bucket) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, bucket.newestSequence());
            statement.setInt(2, bucket.messages());
            statement.setLong(3, bucket.firstSequence());
            statement.executeUpdate();
        }
    }

    /** Ids of those of the receipts that have been folded before. */
    Set<UUID> folded(Collection<Receipt> receipts) throws SQLException {
        Set<UUID> folded = new HashSet<>();
        Array times = connection.createArrayOf(
                "bigint",
                receipts.stream()
                        .map(receipt -> receipt.committedAt().toEpochMilli())
                        .distinct()
                        .toArray());
        Set<UUID> ids = receipts.stream().map(Receipt::id).collect(Collectors.toSet());
        try (PreparedStatement select =
                connection.prepareStatement("select id from ledger_receipt where committed_at = any (?)")) {
            select.setArray(1, times);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    UUID id = SqlRows.uuid(rows, 1);
                    if (ids.contains(id)) {
                        folded.add(id);
                    }
                }
            }
        }
        return folded;
    }

    void addFolded(Collection<Receipt> receipts) throws SQLException {
        BulkInsert.into(
                connection,
                "ledger_receipt",
                List.of("committed_at", "id"),
                receipts.stream()
                        .map(receipt -> new Object[] {receipt.committedAt().toEpochMilli(), receipt.id()})
                        .toList());
    }

    /** Newest delivered sequences of those of the record keys that have had a death. */
    Map<KeyRef, Long> keys(Collection<UUID> digests) throws SQLException {
        Map<KeyRef, Long> keys = new HashMap<>();
        if (digests.isEmpty()) {
            return keys;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select integration_id, key_digest, sequence from ledger_key where key_digest = any (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", digests.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.put(new KeyRef(rows.getInt(1), SqlRows.uuid(rows, 2)), rows.getLong(3));
                }
            }
        }
        return keys;
    }

    void insertKeys(Map<KeyRef, Long> keys, long now) throws SQLException {
        List<Object[]> rows = new ArrayList<>(keys.size());
        keys.forEach((key, sequence) -> rows.add(new Object[] {sequence, now, key.digest(), key.integration()}));
        BulkInsert.into(
                connection, "ledger_key", List.of("sequence", "kept_since", "key_digest", "integration_id"), rows);
    }

    void updateKeys(Map<KeyRef, Long> keys, long now) throws SQLException {
        if (postgresql && !keys.isEmpty()) {
            List<Map.Entry<KeyRef, Long>> rows = List.copyOf(keys.entrySet());
            try (PreparedStatement update =
                    connection.prepareStatement("update ledger_key k set sequence = r.sequence, kept_since = ? from"
                            + " unnest(?, ?, ?) as r (sequence, key_digest, integration_id)"
                            + " where k.key_digest = r.key_digest and k.integration_id = r.integration_id")) {
                update.setLong(1, now);
                SqlRows.array(update, 2, "bigint", rows, Map.Entry::getValue);
                SqlRows.array(update, 3, "uuid", rows, row -> row.getKey().digest());
                SqlRows.array(update, 4, "integer", rows, row -> row.getKey().integration());
                update.executeUpdate();
            }
            return;
        }
        keys(
                "update ledger_key set sequence = ?, kept_since = ? where key_digest = ? and integration_id = ?",
                keys,
                now);
    }

    private void keys(String sql, Map<KeyRef, Long> keys, long now) throws SQLException {
        SqlRows.batch(connection, sql, keys.entrySet(), (statement, key) -> {
            statement.setLong(1, key.getValue());
            statement.setLong(2, now);
            statement.setObject(3, key.getKey().digest());
            statement.setInt(4, key.getKey().integration());
        });
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
}
