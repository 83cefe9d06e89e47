package io.d365hub.privacy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which columns are personal: by name, whatever the table, upper and lower case alike; {@code *} stands for any letters. A
 * column is a member of a JSON message, an element or attribute of an XML one, or a header. {@code first_name} and
 * {@code first-name} are found by {@code firstname}, too. Thread-safe.
 */
public final class ColumnClasses {

    private static final int REMEMBERED = 10_000;

    /** Nobody calls a column so; a sender may call a member of its message anything. */
    private static final int LONGEST_REMEMBERED = 100;

    private final List<Pattern> personal;
    private final List<Pattern> open;
    private final boolean maskOthers;

    /** The same few columns come with each message. */
    private final LoadingCache<String, Boolean> known =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build(this::classify);

    /**
     * A classification.
     *
     * @param personal names that are masked
     * @param open names that are not, although {@code personal} or {@code maskOthers} has them
     * @param maskOthers whether a column that neither list names is masked
     */
    public ColumnClasses(Collection<String> personal, Collection<String> open, boolean maskOthers) {
        this.personal = personal.stream().map(ColumnClasses::pattern).toList();
        this.open = open.stream().map(ColumnClasses::pattern).toList();
        this.maskOthers = maskOthers;
    }

    /** Whether values of this column are masked. */
    public boolean isPersonal(String column) {
        return column.length() > LONGEST_REMEMBERED ? classify(column) : known.get(column);
    }

    private boolean classify(String column) {
        String name = column.toLowerCase(Locale.ROOT);
        return !isAmong(open, name) && (maskOthers || isAmong(personal, name));
    }

    private static boolean isAmong(List<Pattern> patterns, String name) {
        String joined = name.replace("_", "").replace("-", "");
        return patterns.stream()
                .anyMatch(pattern -> pattern.matcher(name).matches()
                        || pattern.matcher(joined).matches());
    }

    private static Pattern pattern(String words) {
        StringBuilder expression = new StringBuilder();
        for (String literal : words.toLowerCase(Locale.ROOT).split("(?=\\*)|(?<=\\*)", -1)) {
            expression.append(literal.equals("*") ? ".*" : Pattern.quote(literal));
        }
        return Pattern.compile(expression.toString(), Pattern.DOTALL);
    }
}
