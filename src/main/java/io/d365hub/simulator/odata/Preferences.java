package io.d365hub.simulator.odata;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code Prefer} header asks for.
 *
 * @param representation {@code return=representation}
 * @param annotations the patterns of {@code odata.include-annotations}
 * @param maxPageSize {@code odata.maxpagesize}, 0 when not given
 * @param trackChanges {@code odata.track-changes}
 * @param continueOnError {@code odata.continue-on-error}
 * @param annotationsText the annotations' value as the client wrote it, null when not given
 */
public record Preferences(
        boolean representation,
        List<String> annotations,
        int maxPageSize,
        boolean trackChanges,
        boolean continueOnError,
        String annotationsText) {

    public static final Preferences NONE = new Preferences(false, List.of(), 0, false, false, null);

    public static final int GREATEST_PAGE = 5000;

    /** Reads the header's value, null included. Unknown preferences are ignored, as the standard wants it. */
    public static Preferences parse(String header) {
        if (header == null || header.isBlank()) {
            return NONE;
        }
        boolean representation = false;
        boolean trackChanges = false;
        boolean continueOnError = false;
        int pageSize = 0;
        String annotations = null;
        for (String preference : split(header)) {
            int equals = preference.indexOf('=');
            String name =
                    equals < 0 ? preference : preference.substring(0, equals).strip();
            String value = equals < 0 ? "" : preference.substring(equals + 1).strip();
            switch (name) {
                case "return" -> representation = value.equals("representation");
                case "odata.track-changes" -> trackChanges = true;
                case "odata.continue-on-error" -> continueOnError = !value.equals("false");
                case "odata.maxpagesize" -> pageSize = pageSize(value);
                case "odata.include-annotations" -> annotations = value;
                default -> {}
            }
        }
        List<String> patterns = annotations == null
                ? List.of()
                : List.of(annotations.replace("\"", "").split("\\s*,\\s*", -1));
        return new Preferences(representation, patterns, pageSize, trackChanges, continueOnError, annotations);
    }

    private static int pageSize(String text) {
        try {
            int size = Integer.parseInt(text);
            return size < 1 ? 0 : Math.min(size, GREATEST_PAGE);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** At commas outside quotes. */
    private static List<String> split(String header) {
        List<String> parts = new ArrayList<>(2);
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= header.length(); i++) {
            if (i == header.length() || (header.charAt(i) == ',' && !quoted)) {
                parts.add(header.substring(start, i).strip());
                start = i + 1;
            } else if (header.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return parts;
    }

    /** Whether this annotation, without its {@code @}, is wanted. */
    public boolean wants(String annotation) {
        for (String pattern : annotations) {
            if (pattern.equals("*")
                    || pattern.equals(annotation)
                    || (pattern.endsWith("*") && annotation.startsWith(pattern.substring(0, pattern.length() - 1)))) {
                return true;
            }
        }
        return false;
    }

    /** What {@code Preference-Applied} says, or null. */
    public String applied(boolean withRepresentation, boolean withPageSize) {
        StringBuilder applied = new StringBuilder();
        if (withRepresentation && representation) {
            applied.append(",return=representation");
        }
        if (annotationsText != null) {
            applied.append(",odata.include-annotations=").append(annotationsText);
        }
        if (withPageSize && maxPageSize > 0) {
            applied.append(",odata.maxpagesize=").append(maxPageSize);
        }
        return applied.isEmpty() ? null : applied.substring(1);
    }
}
