package io.d365hub.intake;

import java.util.ArrayList;
import java.util.List;

/** A JSON Pointer (RFC 6901) that leads to a value inside an object, cut into its steps. Immutable. */
record RecordKeyPointer(List<String> steps) {

    RecordKeyPointer {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a pointer.
     *
     * @throws IllegalArgumentException when it is none
     */
    static RecordKeyPointer parse(String pointer) {
        if (!pointer.startsWith("/")) {
            throw new IllegalArgumentException("Record key '" + pointer
                    + "' is not a JSON Pointer to a member: it must begin with '/', e.g. /customer/number.");
        }
        List<String> steps = new ArrayList<>();
        for (String step : pointer.substring(1).split("/", -1)) {
            if (step.matches(".*~([^01].*|$)")) {
                throw new IllegalArgumentException("Record key '" + pointer
                        + "' is not a JSON Pointer: a '~' must be followed by 0 (for '~') or 1 (for '/').");
            }
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return new RecordKeyPointer(steps);
    }

    /** Whether step {@code i} names this element of an array. */
    boolean isElement(int i, int index) {
        return steps.get(i).equals(Integer.toString(index));
    }

    /** Whether step {@code i} names this member of an object. */
    boolean isMember(int i, String name) {
        return steps.get(i).equals(name);
    }

    boolean isLast(int i) {
        return i == steps.size() - 1;
    }
}
