package io.d365hub.deadletter;

import io.d365hub.database.HubDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Where letters went that belonged to another integration, and where messages come from that once were such letters. */
public final class Redirections {

    private static final String SELECT =
            "select r.letter, d.message_id, d.integration as origin, r.message, r.integration"
                    + " from dead_letter_redirect r join dead_letter d on d.id = r.letter where ";

    private final HubDatabase database;

    public Redirections(HubDatabase database) {
        this.database = database;
    }

    /**
     * One letter that became a message elsewhere.
     *
     * @param letter the letter
     * @param origin the message that it was of
     * @param originIntegration its integration
     * @param message what the other integration got
     * @param integration the other one
     */
    public record Redirection(UUID letter, UUID origin, String originIntegration, UUID message, String integration) {}

    /** Where a letter went; empty when it was not redirected. */
    public Optional<Redirection> of(UUID letter) {
        return find("r.letter = :id", letter);
    }

    /** Where a message comes from; empty when it was no letter before. */
    public Optional<Redirection> to(UUID message) {
        return find("r.message = :id", message);
    }

    private Optional<Redirection> find(String condition, UUID id) {
        return database.jdbi().withHandle(handle -> handle.createQuery(SELECT + condition)
                .bind("id", id)
                .map((row, context) -> redirection(row))
                .findFirst());
    }

    private static Redirection redirection(ResultSet row) throws SQLException {
        return new Redirection(
                LetterTables.uuid(row, "letter"),
                LetterTables.uuid(row, "message_id"),
                row.getString("origin"),
                LetterTables.uuid(row, "message"),
                row.getString("integration"));
    }
}
