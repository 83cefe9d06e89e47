package io.d365hub.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * What the intake counts: {@code hub_push_accepted_total} (messages, by integration), {@code hub_push_repeated_total}
 * (requests that an Idempotency-Key had settled before, by integration), {@code hub_push_refused_total} (requests, by the
 * problem's name, {@code unavailable} among them) and {@code hub_push_seconds} (from the first byte of an accepted request
 * to its answer). Tags are names of running integrations and of problems only, so their number is bounded.
 */
final class IntakeMetrics {

    private final MeterRegistry registry;
    private final ConcurrentMap<String, Counter> accepted = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Counter> repeated = new ConcurrentHashMap<>();
    private final Map<ProblemType, Counter> refused = new EnumMap<>(ProblemType.class);
    private final Timer seconds;

    IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.seconds = Timer.builder("hub.push")
                .description("From the head of an accepted request to its answer")
                .register(registry);
        for (ProblemType type : ProblemType.values()) {
            refused.put(
                    type,
                    Counter.builder("hub.push.refused")
                            .description("Requests that were not answered with success")
                            .tag("reason", type.slug())
                            .register(registry));
        }
    }

    void accepted(String integration, int messages, long nanos) {
        accepted.computeIfAbsent(integration, name -> counter("hub.push.accepted", "Messages accepted", name))
                .increment(messages);
        seconds.record(nanos, TimeUnit.NANOSECONDS);
    }

    void repeated(String integration) {
        repeated.computeIfAbsent(
                        integration,
                        name -> counter("hub.push.repeated", "Requests settled before by their Idempotency-Key", name))
                .increment();
    }

    void refused(ProblemType type) {
        refused.get(type).increment();
    }

    private Counter counter(String name, String description, String integration) {
        return Counter.builder(name)
                .description(description)
                .tag("integration", integration)
                .register(registry);
    }
}
