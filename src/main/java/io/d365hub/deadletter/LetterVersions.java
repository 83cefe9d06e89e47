package io.d365hub.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** How versions of letters are read from their table. */
final class LetterVersions {

    private LetterVersions() {}

    /** The newest version of a letter; 0 when nobody edited it. */
    static int newest(Handle handle, UUID letter) {
        return handle.createQuery("select coalesce(max(version), 0) from dead_letter_edit where letter = :letter")
                .bind("letter", letter)
                .mapTo(Integer.class)
                .one();
    }

    static List<LetterVersion> all(Handle handle, UUID letter) {
        List<LetterVersion> versions = new ArrayList<>();
        handle.createQuery("select c.record_key, c.headers, c.body, d.died_at from dead_letter d"
                        + " join dead_letter_content c on c.died_at = d.died_at and c.letter = d.id where d.id = :id")
                .bind("id", letter)
                .map((row, context) -> new LetterVersion(
                        0,
                        LetterTables.time(row, "died_at"),
                        "",
                        "",
                        new LetterContent(
                                new String(row.getBytes("record_key"), StandardCharsets.UTF_8),
                                LetterTables.headers(row.getBytes("headers")),
                                row.getBytes("body"))))
                .forEach(versions::add);
        if (versions.isEmpty()) {
            return versions;
        }
        String key = versions.get(0).content().recordKey();
        handle.createQuery("select * from dead_letter_edit where letter = :letter order by version")
                .bind("letter", letter)
                .map((row, context) -> new LetterVersion(
                        row.getInt("version"),
                        LetterTables.time(row, "edited_at"),
                        row.getString("edited_by"),
                        row.getString("reason"),
                        new LetterContent(key, LetterTables.headers(row.getBytes("headers")), row.getBytes("body"))))
                .forEach(versions::add);
        return versions;
    }

    /** Puts the newest version in the place of each content that was edited. */
    static void overlay(Handle handle, Collection<UUID> letters, Map<UUID, LetterContent> contents) {
        handle.createQuery("select e.letter, e.headers, e.body from dead_letter_edit e where e.letter = any (:ids)"
                        + " order by e.letter, e.version")
                .bindArray("ids", UUID.class, List.copyOf(letters))
                .map((row, context) -> {
                    UUID letter = LetterTables.uuid(row, "letter");
                    Map<String, String> headers = LetterTables.headers(row.getBytes("headers"));
                    byte[] body = row.getBytes("body");
                    return contents.computeIfPresent(
                            letter, (id, died) -> new LetterContent(died.recordKey(), headers, body));
                })
                .list();
    }
}
