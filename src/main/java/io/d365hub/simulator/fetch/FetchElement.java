package io.d365hub.simulator.fetch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One element of a query as it was written. Filled by the reader, then read. */
final class FetchElement {

    private final String name;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<FetchElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    FetchElement(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<FetchElement> children() {
        return children;
    }

    List<FetchElement> children(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    String text() {
        return text.toString().strip();
    }

    void attribute(String attribute, String value) {
        attributes.put(attribute, value);
    }

    void append(String more) {
        text.append(more);
    }

    /** The attribute's value, or null. */
    String get(String attribute) {
        return attributes.get(attribute);
    }

    /** The attribute's value. */
    String require(String attribute) {
        String value = attributes.get(attribute);
        if (value == null || value.isBlank()) {
            throw FetchErrors.invalid("The " + name + " element needs the attribute '" + attribute + "'.");
        }
        return value;
    }

    boolean flag(String attribute) {
        String value = attributes.get(attribute);
        return value != null && (value.equals("true") || value.equals("1"));
    }

    /** A number from {@code least} up, or {@code otherwise} when it is not there. */
    int number(String attribute, int least, int otherwise) {
        String value = attributes.get(attribute);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers that are too small.
        }
        throw FetchErrors.invalid("The attribute '" + attribute + "' must be a whole number of at least " + least
                + ", not '" + value + "'.");
    }
}
