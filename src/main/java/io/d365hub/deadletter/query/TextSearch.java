package io.d365hub.deadletter.query;

import io.d365hub.deadletter.query.Expression.Text;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Searching for words in what and why of a letter. Words are runs of letters and digits, alike in both databases;
 * PostgreSQL keeps them in {@code dead_letter_text}, and H2 as {@link LetterWords} says.
 */
final class TextSearch {

    private static final String EDGE = "[^\\p{L}\\p{N}]";

    private TextSearch() {}

    static String postgresql(Text text, Function<Object, String> parameter) {
        String query = text.words().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" <-> "));
        return "d.id in (select t.letter from dead_letter_text t where t.words @@ cast("
                + parameter.apply(text.beginning() ? query + ":*" : query) + " as tsquery))";
    }

    static String h2(Text text, TextCandidates candidates, Function<Object, String> parameter) {
        String pattern = text.words().stream().map(Pattern::quote).collect(Collectors.joining(EDGE + "+"));
        String whole = "(?siu)(^|" + EDGE + ")" + pattern + (text.beginning() ? "" : "(" + EDGE + "|$)");
        return candidates.condition(text, parameter) + "regexp_like(d.what || ' ' || d.why, " + parameter.apply(whole)
                + ")";
    }
}
