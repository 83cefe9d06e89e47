package io.d365hub.deadletter;

import io.d365hub.deadletter.query.LetterWords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/** Stores the words of letters that an older hub has stored; called by the migration to version 28 of an embedded database. */
public final class FillLetterWords {

    private static final int PORTION = 1_000;
    private static final UUID FIRST = new UUID(0, 0);

    private FillLetterWords() {}

    /** For all letters of the database, some at a time. */
    public static void fill(Connection connection) throws SQLException {
        Jdbi jdbi = Jdbi.create(connection);
        // The transaction is the migration's.
        jdbi.getConfig(Handles.class).setForceEndTransactions(false);
        try (Handle handle = jdbi.open()) {
            UUID last = FIRST;
            while (last != null) {
                last = fill(handle, last);
            }
        }
    }

    /** Returns the last letter; null when there were none. */
    private static UUID fill(Handle handle, UUID after) throws SQLException {
        List<LetterWords.Told> letters = new ArrayList<>();
        try (PreparedStatement select = handle.getConnection()
                .prepareStatement(
                        "select id, group_id, what, why from dead_letter where id > ? order by id limit " + PORTION)) {
            select.setObject(1, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    String text = rows.getString("what") + " " + rows.getString("why");
                    letters.add(new LetterWords.Told(
                            rows.getObject("id", UUID.class),
                            rows.getObject("group_id", UUID.class),
                            text,
                            Fingerprint.common(text)));
                }
            }
        }
        LetterWords.store(handle, letters);
        return letters.isEmpty() ? null : letters.get(letters.size() - 1).letter();
    }
}
