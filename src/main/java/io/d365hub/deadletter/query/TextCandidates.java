package io.d365hub.deadletter.query;

import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.Expression.Text;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Which letters can have the words of a search at all, with H2. A word of a letter is one that its cause has ({@code
 * dead_letter_cause_word}), or it lies in {@code dead_letter_word} with the letter.
 */
final class TextCandidates {

    /** Longer words are stored by their beginning. */
    private static final int LONGEST_WORD = 100;

    /** With more candidates than this it is quicker to look at letters in the order of the page until it is full. */
    private static final int MOST = 20_000;

    /** H2 takes milliseconds for a row that it finds by its id, and less than one for a thousand entries of an index. */
    private static final int FEW = 200;

    private static final char BEHIND_ALL = '\uffff';

    private final HubDatabase database;
    private final Map<Text, Counted> counted = new HashMap<>();

    TextCandidates(HubDatabase database) {
        this.database = database;
    }

    private record Word(String from, String to) {

        static Word of(Text text, int at) {
            String word = stored(text.words().get(at));
            boolean beginning = text.beginning() && at == text.words().size() - 1;
            return new Word(word, beginning ? word + BEHIND_ALL : word);
        }
    }

    private record Counted(Word word, long letters) {}

    static String stored(String word) {
        return word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) : word;
    }

    /** Whether they are so few that they are to be fetched one by one. */
    boolean areFew(Text text) {
        return fewest(text).letters() <= FEW;
    }

    /** A condition over {@code dead_letter d} that is true for all letters with the words, and for others; it ends with "and", or is empty. */
    String condition(Text text, Function<Object, String> parameter) {
        Counted fewest = fewest(text);
        if (fewest.letters() > MOST) {
            return "";
        }
        String range = ".word between " + parameter.apply(fewest.word().from()) + " and "
                + parameter.apply(fewest.word().to());
        return "d.id in (select w.letter from dead_letter_word w where w" + range
                + " union all select c.id from dead_letter c where c.group_id in"
                + " (select g.group_id from dead_letter_cause_word g where g" + range + ")) and ";
    }

    /** The word that the fewest letters have. */
    private Counted fewest(Text text) {
        return counted.computeIfAbsent(text, unknown -> database.jdbi()
                .withHandle(handle -> IntStream.range(0, text.words().size())
                        .mapToObj(at -> Word.of(text, at))
                        .map(word -> new Counted(word, letters(handle, word)))
                        .min(Comparator.comparing(Counted::letters))
                        .orElseThrow()));
    }

    /** About how many letters have the word; no more than is needed to tell that they are too many. */
    private static long letters(Handle handle, Word word) {
        long own = handle.createQuery("select count(*) from (select 1 from dead_letter_word"
                        + " where word between :from and :to limit " + (MOST + 1) + ") w")
                .bind("from", word.from())
                .bind("to", word.to())
                .mapTo(Long.class)
                .one();
        return own > MOST
                ? own
                : own
                        + handle.createQuery(
                                        "select coalesce(sum(letters), 0) from dead_letter_count where group_id in"
                                                + " (select group_id from dead_letter_cause_word where word between :from and :to)")
                                .bind("from", word.from())
                                .bind("to", word.to())
                                .mapTo(Long.class)
                                .one();
    }
}
