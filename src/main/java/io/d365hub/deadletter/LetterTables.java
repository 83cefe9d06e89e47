package io.d365hub.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.d365hub.failure.FailureKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** How letters and their contents are read from the tables. */
final class LetterTables {

    static final String COLUMNS =
            "d.id, d.message_id, d.integration, d.client, d.key_digest, d.sequence, d.accepted_at,"
                    + " d.content_type, d.body_bytes, d.kind, d.code, d.what, d.why, d.mend, d.request_id, d.attempts,"
                    + " d.first_failed_at, d.died_at, d.group_id, d.replay_of, d.state, d.changed_at, d.replay_job, d.note,"
                    + " d.closed_by, d.close_reason";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private LetterTables() {}

    static Letter letter(ResultSet row, StatementContext context) throws SQLException {
        return new Letter(
                uuid(row, "id"),
                uuid(row, "message_id"),
                row.getString("integration"),
                row.getString("client"),
                uuid(row, "key_digest"),
                row.getLong("sequence"),
                time(row, "accepted_at"),
                row.getString("content_type"),
                row.getInt("body_bytes"),
                FailureKind.valueOf(row.getString("kind")),
                row.getString("code"),
                row.getString("what"),
                row.getString("why"),
                row.getString("mend"),
                row.getString("request_id"),
                row.getInt("attempts"),
                time(row, "first_failed_at"),
                time(row, "died_at"),
                uuid(row, "group_id"),
                Optional.ofNullable(uuid(row, "replay_of")),
                LetterState.valueOf(row.getString("state")),
                time(row, "changed_at"),
                Optional.ofNullable(uuid(row, "replay_job")),
                row.getString("note"),
                row.getString("closed_by"),
                row.getString("close_reason"));
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    static List<Letter> letters(Handle handle, Collection<UUID> ids) {
        return handle.createQuery("select " + COLUMNS + " from dead_letter d where d.id = any (:ids)")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map(LetterTables::letter)
                .list();
    }

    /** What letters carry now: as they died, or as they were edited last. */
    static Map<UUID, LetterContent> contents(Handle handle, Collection<UUID> ids) {
        Map<UUID, LetterContent> contents = new HashMap<>();
        handle.createQuery("select c.letter, c.record_key, c.headers, c.body from dead_letter d"
                        + " join dead_letter_content c on c.died_at = d.died_at and c.letter = d.id"
                        + " where d.id = any (:ids)")
                .bindArray("ids", UUID.class, List.copyOf(ids))
                .map((row, context) -> contents.put(
                        uuid(row, "letter"),
                        new LetterContent(
                                new String(row.getBytes("record_key"), StandardCharsets.UTF_8),
                                headers(row.getBytes("headers")),
                                row.getBytes("body"))))
                .list();
        LetterVersions.overlay(handle, ids, contents);
        return contents;
    }

    static byte[] bytes(Map<String, String> headers) {
        try {
            return JSON.writeValueAsBytes(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings can always be written", e);
        }
    }

    static Map<String, String> headers(byte[] stored) {
        try {
            return JSON.readValue(stored, HEADERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
