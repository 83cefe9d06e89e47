package io.d365hub.simulator.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills the format of an automatically numbered column: {@code WO-{SEQNUM:5}-{RANDSTRING:3}-{DATETIMEUTC:yyyyMMdd}}. */
public final class AutoNumber {

    private static final Pattern PLACE = Pattern.compile("\\{(SEQNUM|RANDSTRING|DATETIMEUTC):([^}]+)}");
    private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";
    private static final int LONGEST_RANDOM = 6;

    private AutoNumber() {}

    /** Whether the text is a format that can be filled. */
    public static boolean isFormat(String format) {
        try {
            fill(format, 1, Instant.EPOCH, () -> 0);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The value of one row.
     *
     * @param number the row's number in the column's sequence
     * @param now the time in the value
     * @param random chooses letters
     * @throws IllegalArgumentException when a length or a date pattern is none
     */
    public static String fill(String format, long number, Instant now, RandomGenerator random) {
        Matcher places = PLACE.matcher(format);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            String argument = places.group(2);
            String value =
                    switch (places.group(1)) {
                        case "SEQNUM" -> String.format(Locale.ROOT, "%0" + length(argument) + "d", number);
                        case "RANDSTRING" -> random(Math.min(length(argument), LONGEST_RANDOM), random);
                        default ->
                            DateTimeFormatter.ofPattern(argument, Locale.ROOT)
                                    .withZone(ZoneOffset.UTC)
                                    .format(now);
                    };
            places.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return places.appendTail(filled).toString();
    }

    private static int length(String text) {
        int length = Integer.parseInt(text);
        if (length < 1) {
            throw new IllegalArgumentException("the length " + length + " is not positive");
        }
        return length;
    }

    private static String random(int length, RandomGenerator random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
