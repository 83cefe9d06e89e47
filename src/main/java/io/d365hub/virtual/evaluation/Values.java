package io.d365hub.virtual.evaluation;

import io.d365hub.virtual.TextComparison;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** Compares values of columns with each other. */
final class Values {

    private Values() {}

    /**
     * Less than, equal to or greater than zero. Numbers are compared by value, as floating point as soon as one of them is;
     * texts by their code points; GUIDs as their digits are written.
     *
     * @param a not null
     * @param b not null, of the same type, or both numbers
     * @param comparison how texts are compared
     */
    static int compare(Object a, Object b, TextComparison comparison) {
        if (a instanceof String text) {
            return compareTexts(folded(text, comparison), folded((String) b, comparison));
        }
        if (a instanceof Number number) {
            return compareNumbers(number, (Number) b);
        }
        if (a instanceof UUID guid) {
            return compareGuids(guid, (UUID) b);
        }
        if (a instanceof Instant moment) {
            return moment.compareTo((Instant) b);
        }
        return ((Boolean) a).compareTo((Boolean) b);
    }

    /** The text as it takes part in comparisons. */
    static String folded(String text, TextComparison comparison) {
        return comparison == TextComparison.EXACT ? text : text.toLowerCase(Locale.ROOT);
    }

    /** By code points, as databases order UTF-8; the order of Java's own chars is another one beyond the first 65,536. */
    private static int compareTexts(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean surrogates = Character.isSurrogate(left) != Character.isSurrogate(right);
                return surrogates ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int compareNumbers(Number a, Number b) {
        if (a instanceof Double || b instanceof Double) {
            double left = a.doubleValue();
            double right = b.doubleValue();
            // Not Double.compare, for which 0.0 and -0.0 are two numbers.
            return left < right ? -1 : left > right ? 1 : 0;
        }
        return decimal(a).compareTo(decimal(b));
    }

    private static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(number.longValue());
    }

    private static int compareGuids(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
