package io.d365hub.simulator.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What people read, in one language or several.
 *
 * @param texts by language code (LCID), in the order in which they were given; may be empty
 */
public record Label(Map<Integer, String> texts) {

    /** The language of the simulated environment and of every user. */
    public static final int ENGLISH = 1033;

    public static final Label NONE = new Label(Map.of());

    public Label {
        texts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** An English text. */
    public static Label of(String text) {
        return text == null ? NONE : new Label(Map.of(ENGLISH, text));
    }

    /** The English text, else the first one, or null when there is none. */
    public String text() {
        String english = texts.get(ENGLISH);
        return english != null || texts.isEmpty()
                ? english
                : texts.values().iterator().next();
    }

    /** This label with the texts of {@code newer} put over it; other languages stay. */
    public Label mergedWith(Label newer) {
        Map<Integer, String> merged = new LinkedHashMap<>(texts);
        merged.putAll(newer.texts());
        return new Label(merged);
    }
}
