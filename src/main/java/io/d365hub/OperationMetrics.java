package io.d365hub;

import io.d365hub.lane.LaneControl;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.lane.LaneStatus;
import io.d365hub.ledger.Balance;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an operator's alerts are made of: {@code hub_integration_state} (1 for the state that an integration is in: running,
 * paused, suspended, stopped) and {@code hub_messages} (how many messages of an integration are queued, delivered, filtered,
 * dead, discarded). Read now and then, not with each scrape: the figures come from the database. Thread-safe.
 */
final class OperationMetrics {

    private final LaneRuntime lanes;
    private final Supplier<List<Balance>> balances;
    private final MultiGauge states;
    private final MultiGauge messages;

    OperationMetrics(MeterRegistry registry, LaneRuntime lanes, Supplier<List<Balance>> balances) {
        this.lanes = lanes;
        this.balances = balances;
        this.states = MultiGauge.builder("hub.integration.state")
                .description("1 for the state that the integration is in")
                .register(registry);
        this.messages = MultiGauge.builder("hub.messages")
                .description("Messages of the integration by state")
                .register(registry);
    }

    /** Reads the figures; to be called every few seconds. */
    void sample() {
        List<Balance> all = balances.get();
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> ofStates = new ArrayList<>();
        for (Balance balance : all) {
            counts.add(count(balance, "queued", balance.queued()));
            counts.add(count(balance, "delivered", balance.delivered()));
            counts.add(count(balance, "filtered", balance.filtered()));
            counts.add(count(balance, "dead", balance.dead()));
            counts.add(count(balance, "discarded", balance.discarded()));
            Optional<LaneStatus.State> is =
                    lanes.control(balance.name()).map(LaneControl::status).map(LaneStatus::state);
            for (LaneStatus.State state : LaneStatus.State.values()) {
                ofStates.add(
                        state(balance, state.name(), is.filter(state::equals).isPresent()));
            }
            ofStates.add(state(balance, "STOPPED", is.isEmpty()));
        }
        messages.register(counts, true);
        states.register(ofStates, true);
    }

    private static Row<?> count(Balance balance, String state, long value) {
        return Row.of(Tags.of("integration", balance.name(), "state", state), value);
    }

    private static Row<?> state(Balance balance, String state, boolean is) {
        return Row.of(Tags.of("integration", balance.name(), "state", state.toLowerCase(Locale.ROOT)), is ? 1 : 0);
    }
}
