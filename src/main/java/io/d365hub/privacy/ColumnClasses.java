package io.d365hub.privacy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which columns are personal: by name, whatever the table, upper and lower case alike; {@code *} stands for any letters. A
 * column is a member of a JSON message, an element or attribute of an XML one, or a header. {@code first_name} and
 * {@code first-name} are found by {@code firstname}, too. Immutable.
 */
public final class ColumnClasses {

    private final List<Pattern> personal;
    private final List<Pattern> open;
    private final boolean maskOthers;

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
