package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Tells where two JSON values differ, one line for each place. Numbers are equal when their values are: 12.5 = 12.50. */
final class JsonDifference {

    private static final int MOST_LINES = 20;

    private final List<String> lines = new ArrayList<>();

    private JsonDifference() {}

    /** One line for each difference, the first twenty; none when the values are equal. */
    static List<String> between(JsonNode expected, JsonNode actual) {
        JsonDifference difference = new JsonDifference();
        difference.compare("", expected, actual);
        List<String> all = difference.lines;
        if (all.size() <= MOST_LINES) {
            return List.copyOf(all);
        }
        List<String> first = new ArrayList<>(all.subList(0, MOST_LINES));
        first.add("... and " + (all.size() - MOST_LINES) + " more");
        return List.copyOf(first);
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            compareFields(path, expected, actual);
        } else if (expected.isArray() && actual.isArray()) {
            compareItems(path, expected, actual);
        } else if (!equal(expected, actual)) {
            lines.add("%s: expected %s, was %s".formatted(path.isEmpty() ? "/" : path, expected, actual));
        }
    }

    private void compareFields(String path, JsonNode expected, JsonNode actual) {
        Set<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        actual.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String place = path + "/" + name;
            if (!actual.has(name)) {
                lines.add(place + ": expected " + expected.get(name) + ", is missing");
            } else if (!expected.has(name)) {
                lines.add(place + ": was not expected, is " + actual.get(name));
            } else {
                compare(place, expected.get(name), actual.get(name));
            }
        }
    }

    private void compareItems(String path, JsonNode expected, JsonNode actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String place = path + "/" + i;
            if (i >= actual.size()) {
                lines.add(place + ": expected " + expected.get(i) + ", is missing");
            } else if (i >= expected.size()) {
                lines.add(place + ": was not expected, is " + actual.get(i));
            } else {
                compare(place, expected.get(i), actual.get(i));
            }
        }
    }

    private static boolean equal(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual);
    }
}
