package io.d365hub;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values a setting takes, as the line {@code #:} above it says: {@code a whole number from 1 to 10}, {@code true or false},
 * {@code starttls, tls or none}, {@code an address that begins with https:// or http://}. Immutable.
 */
final class SettingKind {

    /** Any text. */
    static final SettingKind TEXT = new SettingKind("a text", value -> true, OptionalInt.empty(), OptionalInt.empty());

    private static final Pattern NUMBER = Pattern.compile("a whole number from (\\d+) to (\\d+)");
    private static final Pattern BEGINNING = Pattern.compile("an address that begins with (.+)");
    private static final Pattern BETWEEN = Pattern.compile(", | or ");

    private final String words;
    private final Predicate<String> taken;
    private final OptionalInt least;
    private final OptionalInt most;

    private SettingKind(String words, Predicate<String> taken, OptionalInt least, OptionalInt most) {
        this.words = words;
        this.taken = taken;
        this.least = least;
        this.most = most;
    }

    /** The kind that these words describe. */
    static SettingKind of(String words) {
        Matcher number = NUMBER.matcher(words);
        if (number.matches()) {
            int least = Integer.parseInt(number.group(1));
            int most = Integer.parseInt(number.group(2));
            return new SettingKind(
                    words, value -> isWithin(value, least, most), OptionalInt.of(least), OptionalInt.of(most));
        }
        Matcher beginning = BEGINNING.matcher(words);
        if (beginning.matches()) {
            List<String> beginnings = words(beginning.group(1));
            return new SettingKind(
                    words,
                    value -> beginnings.stream()
                            .anyMatch(begin -> value.startsWith(begin) && value.length() > begin.length()),
                    OptionalInt.empty(),
                    OptionalInt.empty());
        }
        return new SettingKind(words, words(words)::contains, OptionalInt.empty(), OptionalInt.empty());
    }

    /** Of {@code a, b or c}. */
    private static List<String> words(String list) {
        return List.of(BETWEEN.split(list, -1));
    }

    private static boolean isWithin(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    boolean takes(String value) {
        return taken.test(value);
    }

    /** Least and most of a number; empty for what is none. */
    OptionalInt least() {
        return least;
    }

    OptionalInt most() {
        return most;
    }

    /** Goes on after "is not ...". */
    @Override
    public String toString() {
        return words;
    }
}
