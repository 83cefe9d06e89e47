package io.d365hub;

import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSnapshot;
import io.d365hub.throttle.Limit;
import io.d365hub.throttle.Priority;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What is known of the limits of each application user, tagged with {@code environment} and {@code user}: {@code
 * hub_dataverse_budget_used} and {@code _allowed} (tag {@code budget}: requests, or execution in seconds; allowed is
 * missing until the service has told it), {@code hub_dataverse_calls} and {@code hub_dataverse_calls_allowed}, {@code
 * hub_dataverse_waiting} (tag {@code priority}), {@code hub_dataverse_paused_seconds_total} and {@code
 * hub_dataverse_refused_total} (tag {@code limit}).
 */
final class GovernorMetrics implements MeterBinder {

    private final List<Governor> governors;

    GovernorMetrics(List<Governor> governors) {
        this.governors = governors;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        governors.forEach(governor -> bind(registry, governor));
    }

    private static void bind(MeterRegistry registry, Governor governor) {
        Tags tags = Tags.of("environment", governor.environment(), "user", governor.user());
        gauge(registry, governor, tags, "calls", "Calls under way", GovernorSnapshot::underWay);
        gauge(registry, governor, tags, "calls.allowed", "Calls that may be under way", GovernorSnapshot::allowed);
        budget(registry, governor, tags.and("budget", "requests"), GovernorSnapshot::requests);
        budget(registry, governor, tags.and("budget", "execution"), GovernorSnapshot::execution);
        for (Priority priority : Priority.values()) {
            gauge(
                    registry,
                    governor,
                    tags.and("priority", priority.name().toLowerCase(Locale.ROOT)),
                    "waiting",
                    "Calls that wait for their turn",
                    snapshot -> snapshot.waiting().get(priority));
        }
        counter(
                registry,
                governor,
                tags,
                "paused.seconds",
                "How long no call was made",
                snapshot -> snapshot.paused().toMillis() / 1000.0);
        for (Limit limit : Limit.values()) {
            counter(
                    registry,
                    governor,
                    tags.and("limit", limit.name().toLowerCase(Locale.ROOT)),
                    "refused",
                    "Calls that were refused because of a limit",
                    snapshot -> snapshot.refusals().get(limit));
        }
    }

    private interface Use {
        GovernorSnapshot.Use of(GovernorSnapshot snapshot);
    }

    private static void budget(MeterRegistry registry, Governor governor, Tags tags, Use use) {
        gauge(registry, governor, tags, "budget.used", "Used in the window", snapshot -> use.of(snapshot)
                .used());
        gauge(registry, governor, tags, "budget.allowed", "Allowed in the window", snapshot -> use.of(snapshot)
                .allowed()
                .orElse(Double.NaN));
    }

    private static void gauge(
            MeterRegistry registry,
            Governor governor,
            Tags tags,
            String name,
            String description,
            ToDoubleFunction<GovernorSnapshot> value) {
        Gauge.builder("hub.dataverse." + name, governor, known -> value.applyAsDouble(known.snapshot()))
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry,
            Governor governor,
            Tags tags,
            String name,
            String description,
            ToDoubleFunction<GovernorSnapshot> value) {
        FunctionCounter.builder("hub.dataverse." + name, governor, known -> value.applyAsDouble(known.snapshot()))
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
