package io.d365hub.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * By what a database's state is known again: which came first of two states of one hub can be told from it.
 *
 * @param schemaVersion of its tables
 * @param newestReceipt when a lane made the newest receipt that the ledger has folded, milliseconds since the epoch; 0: none
 * @param auditSequence number of the last entry of the audit trail
 * @param auditHash its hash, which holds all entries before it
 * @param settled how many messages the ledger has settled, by state, those of before its retention too
 * @param deadLetters how many dead letters it keeps, by state
 */
public record DatabaseFacts(
        int schemaVersion,
        long newestReceipt,
        long auditSequence,
        String auditHash,
        Map<String, Long> settled,
        Map<String, Long> deadLetters) {

    private static final Map<String, String> STATES =
            Map.of("d", "delivered", "f", "filtered", "x", "dead", "g", "discarded", "p", "parked", "r", "replaying");

    public DatabaseFacts {
        settled = Map.copyOf(new TreeMap<>(settled));
        deadLetters = Map.copyOf(new TreeMap<>(deadLetters));
    }

    /**
     * Reads them.
     *
     * @throws SQLException also when these are not the tables of a hub
     */
    public static DatabaseFacts of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return new DatabaseFacts(
                    (int) number(
                            statement,
                            "select max(cast(version as integer)) from flyway_schema_history where success = true"),
                    number(statement, "select max(committed_at) from ledger_receipt"),
                    number(statement, "select sequence from audit_head where id = 1"),
                    text(statement, "select hash from audit_head where id = 1"),
                    settled(statement),
                    counts(statement, "select state, sum(letters) from dead_letter_count group by state"));
        }
    }

    /** The hash of an entry of the audit trail; empty when there is none of this number. */
    public static String auditHash(Connection connection, long sequence) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return text(statement, "select hash from audit_entry where sequence = " + sequence);
        }
    }

    private static Map<String, Long> settled(Statement statement) throws SQLException {
        Map<String, Long> named = new TreeMap<>();
        counts(statement, "select state, sum(messages) from ledger_counter group by state")
                .forEach((state, messages) -> named.merge(STATES.getOrDefault(state, state), messages, Long::sum));
        return named;
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    private static Map<String, Long> counts(Statement statement, String query) throws SQLException {
        Map<String, Long> counts = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                counts.put(rows.getString(1).strip(), rows.getLong(2));
            }
        }
        return counts;
    }
}
