package io.d365hub.throttle;

import java.util.EnumMap;
import java.util.Map;

/** How many calls are under way, by priority. Guarded by its governor. */
final class UnderWay {

    private final Map<Priority, Integer> calls = new EnumMap<>(Priority.class);
    private int all;

    void begin(Priority priority) {
        calls.merge(priority, 1, Integer::sum);
        all++;
    }

    void end(Priority priority) {
        calls.merge(priority, -1, Integer::sum);
        all--;
    }

    int all() {
        return all;
    }

    int live() {
        return asUrgentAs(Priority.EVENT);
    }

    /** Those that are at least as urgent. */
    int asUrgentAs(Priority priority) {
        int sum = 0;
        for (Map.Entry<Priority, Integer> entry : calls.entrySet()) {
            sum += entry.getKey().compareTo(priority) <= 0 ? entry.getValue() : 0;
        }
        return sum;
    }
}
