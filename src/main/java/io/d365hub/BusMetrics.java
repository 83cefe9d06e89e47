package io.d365hub;

import io.d365hub.bus.bridge.Bridges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code hub_bus_connected}: 1 while the bridge from a queue or subscription hears its bus. Thread-safe. */
final class BusMetrics {

    private final MultiGauge connected;
    private final Supplier<List<Bridges.State>> states;

    BusMetrics(MeterRegistry registry, Supplier<List<Bridges.State>> states) {
        this.states = states;
        this.connected = MultiGauge.builder("hub.bus.connected")
                .description("1 while the bridge hears its bus")
                .register(registry);
    }

    /** Looks; to be called every few seconds. */
    void sample() {
        List<Row<?>> rows = new ArrayList<>();
        for (Bridges.State state : states.get()) {
            rows.add(Row.of(
                    Tags.of("connection", state.bus(), "source", state.place().path()),
                    state.hearing() == Bridges.Hearing.HEARS ? 1 : 0));
        }
        connected.register(rows, true);
    }
}
