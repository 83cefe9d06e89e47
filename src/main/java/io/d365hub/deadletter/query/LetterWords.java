package io.d365hub.deadletter.query;

import io.d365hub.database.BulkInsert;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The words of letters as H2 keeps them for searches. Most words of a letter are those of its cause: they are stored once, and with
 * the letter only those that its cause has not. What is noted for a cause is never taken back, so a word that was left out
 * because of it is always found.
 */
public final class LetterWords {

    private static final List<String> COLUMNS = List.of("word", "letter");

    private LetterWords() {}

    /**
     * A letter and what is said of its failure.
     *
     * @param cause of the letter
     * @param text what and why
     * @param common the same without what differs between letters of the cause
     */
    public record Told(UUID letter, UUID cause, String text, String common) {}

    /** Within the caller's transaction. */
    public static void store(Handle handle, Collection<Told> letters) throws SQLException {
        Map<UUID, Set<String>> causes = causes(handle, letters);
        List<Object[]> rows = new ArrayList<>();
        for (Told letter : letters) {
            Set<String> own = words(letter.text());
            own.removeAll(causes.get(letter.cause()));
            own.forEach(word -> rows.add(new Object[] {word, letter.letter()}));
        }
        BulkInsert.into(handle.getConnection(), "dead_letter_word", COLUMNS, rows);
    }

    /** Letters that are deleted, or tell of another failure from now on. */
    public static void remove(Handle handle, Collection<UUID> letters) {
        handle.createUpdate("delete from dead_letter_word where letter = any (:letters)")
                .bindArray("letters", UUID.class, List.copyOf(letters))
                .execute();
    }

    private static Map<UUID, Set<String>> causes(Handle handle, Collection<Told> letters) {
        Map<UUID, Told> examples = new HashMap<>();
        letters.forEach(letter -> examples.putIfAbsent(letter.cause(), letter));
        Map<UUID, Set<String>> known = new HashMap<>();
        handle.createQuery("select group_id, word from dead_letter_cause_word where group_id = any (:causes)")
                .bindArray("causes", UUID.class, List.copyOf(examples.keySet()))
                .map((row, context) -> known.computeIfAbsent(
                                row.getObject("group_id", UUID.class), first -> new LinkedHashSet<>())
                        .add(row.getString("word")))
                .list();
        examples.keySet().removeAll(known.keySet());
        // Two who find the same new cause at once may take different words for its own; all of them are noted.
        PreparedBatch insert = handle.prepareBatch(
                "insert into dead_letter_cause_word (word, group_id) values (?, ?) on conflict do nothing");
        examples.forEach((cause, letter) -> {
            Set<String> common = words(letter.common());
            known.put(cause, common);
            common.forEach(word -> insert.add(word, cause));
        });
        if (insert.size() > 0) {
            insert.execute();
        }
        return known;
    }

    private static Set<String> words(String text) {
        return Words.of(text).stream().map(TextCandidates::stored).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
