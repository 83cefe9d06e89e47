package io.d365hub.simulator.odata;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A SQL pattern without case: {@code %} any text, {@code _} one character, {@code [a-c]} and {@code [^a-c]} sets. */
public final class LikePattern {

    /** One place of the pattern; {@code anyText} stands for a percent sign. */
    private record Place(boolean anyText, boolean anyOne, boolean negated, String set) {

        boolean takes(char c) {
            if (anyOne) {
                return true;
            }
            boolean in = false;
            for (int i = 0; i < set.length(); i++) {
                if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
                    in |= c >= set.charAt(i) && c <= set.charAt(i + 2);
                    i += 2;
                } else {
                    in |= c == set.charAt(i);
                }
            }
            return in != negated;
        }
    }

    private static final Place ANY_TEXT = new Place(true, false, false, "");
    private static final Place ANY_ONE = new Place(false, true, false, "");

    private final List<Place> places = new ArrayList<>();

    public LikePattern(String pattern) {
        String text = pattern.toLowerCase(Locale.ROOT);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int close = c == '[' ? text.indexOf(']', at + 1) : -1;
            if (c == '%') {
                places.add(ANY_TEXT);
            } else if (c == '_') {
                places.add(ANY_ONE);
            } else if (close > at + 1) {
                boolean negated = text.charAt(at + 1) == '^';
                places.add(new Place(false, false, negated, text.substring(at + (negated ? 2 : 1), close)));
                at = close;
            } else {
                places.add(new Place(false, false, false, String.valueOf(c)));
            }
            at++;
        }
    }

    /** Whether the whole text fits the pattern. */
    public boolean matches(String value) {
        String text = value.toLowerCase(Locale.ROOT);
        int at = 0;
        int place = 0;
        int anyPlace = -1;
        int anyAt = 0;
        while (at < text.length()) {
            boolean more = place < places.size();
            if (more && places.get(place).anyText()) {
                anyPlace = place++;
                anyAt = at;
            } else if (more && places.get(place).takes(text.charAt(at))) {
                place++;
                at++;
            } else if (anyPlace >= 0) {
                // The last percent sign takes one character more, and the rest is tried again.
                place = anyPlace + 1;
                at = ++anyAt;
            } else {
                return false;
            }
        }
        while (place < places.size() && places.get(place).anyText()) {
            place++;
        }
        return place == places.size();
    }
}
