package io.d365hub;

import io.d365hub.alert.Alert;
import io.d365hub.alert.Alert.Kind;
import io.d365hub.alert.Alerts;
import io.d365hub.bus.bridge.Bridges;
import io.d365hub.bus.bridge.Bridges.Hearing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Looks at the bridges from other systems' brokers, and raises an alert over those that hear nothing for long. Used by one thread. */
final class BusWatch {

    private final Alerts alerts;
    private final Supplier<List<Bridges.State>> bridges;
    private final Duration limit;
    private final Clock clock;
    /** Since when each of those that are lost was seen so. */
    private final Map<String, Instant> lost = new HashMap<>();

    /** @param limit how long a bus may be away */
    BusWatch(Alerts alerts, Supplier<List<Bridges.State>> bridges, Duration limit, Clock clock) {
        this.alerts = alerts;
        this.bridges = bridges;
        this.limit = limit;
        this.clock = clock;
    }

    /** Looks; to be called about every half minute. */
    void look() {
        Instant now = clock.instant();
        Map<String, Bridges.State> away = new HashMap<>();
        // A hub that is full has an alert of its own.
        bridges.get().stream()
                .filter(state -> state.hearing() == Hearing.LOST)
                .forEach(state -> away.put(state.bus() + "/" + state.place().path(), state));
        lost.keySet().retainAll(away.keySet());
        away.forEach((subject, state) -> {
            Instant since = lost.computeIfAbsent(subject, first -> now);
            if (!since.plus(limit).isAfter(now)) {
                alerts.raise(new Alert(
                        Kind.BUS_LOST,
                        subject,
                        now,
                        "Nothing is heard of " + state.place() + " of the bus '" + state.bus() + "' since " + since
                                + ".",
                        state.because(),
                        "It is tried again every 15 s. Check hub.bus." + state.bus()
                                + ".url, its user and password, and the broker; its messages wait there."));
            }
        });
    }

    /** What {@code GET /admin/status} says of them. */
    static List<Map<String, Object>> status(List<Bridges.State> states) {
        return states.stream().map(BusWatch::status).toList();
    }

    private static Map<String, Object> status(Bridges.State state) {
        String where = "'" + state.bus() + "', " + state.place();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("connection", state.bus());
        status.put("source", state.place().path());
        status.put("hearing", state.hearing().name().toLowerCase(Locale.ROOT));
        status.put(
                "sentence",
                switch (state.hearing()) {
                    case HEARS -> where + " is heard.";
                    case FULL -> where + " is left alone: so many messages of its integration wait here.";
                    case LOST -> where + " is not heard. " + state.because();
                });
        return status;
    }
}
