package io.d365hub.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads {@code order=/order_number,customer=/customer/id}: the declared fields of a payload. */
public final class SearchFields {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
    private static final int MOST = 10;

    private SearchFields() {}

    /**
     * Name to JSON Pointer or XPath, in the order in which they are written; empty for an empty text.
     *
     * @param source where they are declared, for error messages
     * @throws IllegalArgumentException naming what cannot be
     */
    public static Map<String, String> parse(String text, String source) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(0, equals)).strip();
            String place = part.substring(equals + 1).strip();
            if (!NAME.matcher(name).matches() || place.isEmpty() || fields.put(name, place) != null) {
                throw new IllegalArgumentException(
                        ("Option 'searchFields' in %s has '%s'. Write name=/pointer, each name once, made of letters, digits,"
                                        + " '_' and '-'.")
                                .formatted(source, part.strip()));
            }
        }
        if (fields.size() > MOST) {
            throw new IllegalArgumentException(
                    "Option 'searchFields' in %s has %d fields. At most %d are indexed: leave out those that nobody searches."
                            .formatted(source, fields.size(), MOST));
        }
        return fields;
    }
}
