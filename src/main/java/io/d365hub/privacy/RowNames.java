package io.d365hub.privacy;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes names of rows apart: a table, and in parentheses its id or the columns of a key with their values. */
final class RowNames {

    /** Quotes in a text are doubled. */
    private static final String VALUE = "'(?:[^']|'')*+'|[^',()]*+";

    private static final Pattern COLUMN = Pattern.compile("(\\w+)=(" + VALUE + ")");

    private static final String ID = "\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";

    /** The end says how many were written with it. */
    private static final Pattern ROW = Pattern.compile(
            "(\\w+)\\((?:(" + ID + ")|((?:\\w+=(?:" + VALUE + "))(?:,\\w+=(?:" + VALUE + "))*+))\\)( and \\d+ more)?");

    private RowNames() {}

    /** The name with {@link Masking#MASK} for values of these columns; what has no such form is masked as a whole. */
    static String masked(String name, Predicate<String> personal) {
        Matcher row = ROW.matcher(name);
        if (!row.matches()) {
            return Masking.MASK;
        }
        if (row.group(2) != null) {
            return name;
        }
        String key = COLUMN.matcher(row.group(3))
                .replaceAll(column -> Matcher.quoteReplacement(
                        column.group(1) + "=" + (personal.test(column.group(1)) ? Masking.MASK : column.group(2))));
        return row.group(1) + "(" + key + ")" + (row.group(4) == null ? "" : row.group(4));
    }
}
