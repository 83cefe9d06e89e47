package io.d365hub.ledger;

import io.d365hub.ledger.Buckets.Bucket;
import io.d365hub.ledger.LedgerChange.CounterRef;
import io.d365hub.ledger.LedgerChange.KeyRef;
import io.d365hub.ledger.MessageRow.Ref;
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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statements that change the ledger. Plain JDBC: this is the busiest SQL of the hub, tens of thousands of rows a second.
 * Everything but {@link #lock} is to be called with the lock held; that is why reading before writing is safe.
 */
final class LedgerTables {

    private static final int ROWS_PER_BATCH = 1000;

    private static final int ROWS_PER_STATEMENT = 5000;

    private static final String ROWS = "unnest(?, ?, ?, ?, ?, ?, ?, ?) as"
            + " r (state, settled_at, deaths_to_come, bucket, id, sequence, integration_id, accepted_at)";

    private final Connection connection;
    private final boolean postgresql;

    LedgerTables(Connection connection) throws SQLException {
        this.connection = connection;
        this.postgresql = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /** Waits for other transactions that change the ledger; held until this transaction ends. */
    void lock() throws SQLException {
        // PostgreSQL would rather read the whole table than look some hundred rows up in its index, and take ten times as long.
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
                    UUID id = uuid(rows, 1);
                    if (ids.contains(id)) {
                        folded.add(id);
                    }
                }
            }
        }
        return folded;
    }

    void addFolded(Collection<Receipt> receipts) throws SQLException {
        batch("insert into ledger_receipt (committed_at, id) values (?, ?)", receipts, (insert, receipt) -> {
            insert.setLong(1, receipt.committedAt().toEpochMilli());
            insert.setObject(2, receipt.id());
        });
    }

    List<MessageRow> messages(long bucket, Collection<UUID> ids) throws SQLException {
        List<MessageRow> found = new ArrayList<>();
        try (PreparedStatement select =
                // A join, because H2 uses only the first column of an index for "= any".
                connection.prepareStatement("select m.id, sequence, integration_id, state, accepted_at, settled_at,"
                        + " deaths_to_come from unnest(cast(? as uuid array)) as wanted (id)"
                        + " join ledger_message m on m.bucket = ? and m.id = wanted.id")) {
            select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            select.setLong(2, bucket);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new MessageRow(
                            new Ref(uuid(rows, 1), rows.getLong(2)),
                            rows.getInt(3),
                            MessageState.ofCode(rows.getString(4)),
                            rows.getLong(5),
                            rows.getLong(6),
                            rows.getInt(7)));
                }
            }
        }
        return found;
    }

    void insertMessages(Collection<MessageRow> rows, Buckets buckets) throws SQLException {
        if (postgresql) {
            together(
                    "insert into ledger_message (state, settled_at, deaths_to_come, bucket, id, sequence, integration_id,"
                            + " accepted_at) select * from " + ROWS,
                    rows,
                    buckets);
            return;
        }
        batch(
                "insert into ledger_message (state, settled_at, deaths_to_come, bucket, id, sequence, integration_id,"
                        + " accepted_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
                (insert, row) -> {
                    bind(insert, row, buckets);
                    insert.setInt(7, row.integration());
                    insert.setLong(8, row.acceptedAt());
                });
    }

    void updateMessages(Collection<MessageRow> rows, Buckets buckets) throws SQLException {
        if (postgresql) {
            together(
                    "update ledger_message m set state = r.state, settled_at = r.settled_at,"
                            + " deaths_to_come = r.deaths_to_come from " + ROWS
                            + " where m.bucket = r.bucket and m.id = r.id and m.sequence = r.sequence",
                    rows,
                    buckets);
            return;
        }
        batch(
                "update ledger_message set state = ?, settled_at = ?, deaths_to_come = ?"
                        + " where bucket = ? and id = ? and sequence = ?",
                rows,
                (update, row) -> bind(update, row, buckets));
    }

    /** One statement for all rows: PostgreSQL takes a third of the time that it needs for one after another. */
    private void together(String sql, Collection<MessageRow> all, Buckets buckets) throws SQLException {
        List<MessageRow> rows = List.copyOf(all);
        for (int from = 0; from < rows.size(); from += ROWS_PER_STATEMENT) {
            List<MessageRow> some = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_STATEMENT));
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                array(statement, 1, "text", some, row -> row.state().code());
                array(statement, 2, "bigint", some, MessageRow::settledAt);
                array(statement, 3, "integer", some, MessageRow::deathsToCome);
                array(statement, 4, "bigint", some, row -> buckets.of(row.ref().sequence()));
                array(statement, 5, "uuid", some, row -> row.ref().id());
                array(statement, 6, "bigint", some, row -> row.ref().sequence());
                array(statement, 7, "integer", some, MessageRow::integration);
                array(statement, 8, "bigint", some, MessageRow::acceptedAt);
                statement.executeUpdate();
            }
        }
    }

    private <T> void array(
            PreparedStatement statement, int parameter, String type, List<T> rows, Function<T, Object> column)
            throws SQLException {
        statement.setArray(
                parameter,
                connection.createArrayOf(type, rows.stream().map(column).toArray()));
    }

    private static void bind(PreparedStatement statement, MessageRow row, Buckets buckets) throws SQLException {
        statement.setString(1, row.state().code());
        statement.setLong(2, row.settledAt());
        statement.setInt(3, row.deathsToCome());
        statement.setLong(4, buckets.of(row.ref().sequence()));
        statement.setObject(5, row.ref().id());
        statement.setLong(6, row.ref().sequence());
    }

    /** Newest delivered sequences of those of the record keys that have had a death. */
    Map<KeyRef, Long> keys(Collection<UUID> digests) throws SQLException {
        Map<KeyRef, Long> keys = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select integration_id, key_digest, sequence from ledger_key where key_digest = any (?)")) {
            select.setArray(1, connection.createArrayOf("uuid", digests.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.put(new KeyRef(rows.getInt(1), uuid(rows, 2)), rows.getLong(3));
                }
            }
        }
        return keys;
    }

    void insertKeys(Map<KeyRef, Long> keys, long now) throws SQLException {
        keys(
                "insert into ledger_key (sequence, kept_since, key_digest, integration_id) values (?, ?, ?, ?)",
                keys,
                now);
    }

    void updateKeys(Map<KeyRef, Long> keys, long now) throws SQLException {
        if (postgresql && !keys.isEmpty()) {
            List<Map.Entry<KeyRef, Long>> rows = List.copyOf(keys.entrySet());
            try (PreparedStatement update =
                    connection.prepareStatement("update ledger_key k set sequence = r.sequence, kept_since = ? from"
                            + " unnest(?, ?, ?) as r (sequence, key_digest, integration_id)"
                            + " where k.key_digest = r.key_digest and k.integration_id = r.integration_id")) {
                update.setLong(1, now);
                array(update, 2, "bigint", rows, Map.Entry::getValue);
                array(update, 3, "uuid", rows, row -> row.getKey().digest());
                array(update, 4, "integer", rows, row -> row.getKey().integration());
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
        batch(sql, keys.entrySet(), (statement, key) -> {
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

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Fills in the parameters for one row. */
    private interface BatchBinder<T> {
        void bind(PreparedStatement statement, T row) throws SQLException;
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
