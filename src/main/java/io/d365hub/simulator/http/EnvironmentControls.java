package io.d365hub.simulator.http;

import static io.d365hub.simulator.http.ControlJson.merged;
import static io.d365hub.simulator.http.ControlJson.ok;
import static io.d365hub.simulator.http.ControlJson.read;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.d365hub.simulator.event.Events;
import io.d365hub.simulator.metadata.KeyJobs;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.DuplicateRule;
import io.d365hub.simulator.tracking.ChangeHistory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How the environment behaves: its switches, rules, clock, change tracking, key indexes and events. */
final class EnvironmentControls {

    private static final double FARTHEST_MOVE_SECONDS = 10 * 365 * 86_400.0;

    private final SimulatedService service;

    EnvironmentControls(SimulatedService service) {
        this.service = service;
    }

    private record ClockMove(Double advanceSeconds, Instant set) {

        @JsonCreator
        static ClockMove of(@JsonProperty("advanceSeconds") Double advanceSeconds, @JsonProperty("set") String set) {
            try {
                return new ClockMove(advanceSeconds, set == null ? null : Instant.parse(set));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'set' must be a time such as 2026-03-01T12:00:00Z", e);
            }
        }
    }

    private record KeyIndexing(Double keyIndexSeconds) {}

    /** By method and path. */
    Map<String, Control> all() {
        return Map.ofEntries(
                Map.entry("GET settings", body -> ok(service.rules().dialect())),
                Map.entry("PUT settings", body -> {
                    service.rules().dialect(merged(service.rules().dialect(), body));
                    return ok(service.rules().dialect());
                }),
                Map.entry("GET duplicaterules", body -> ok(service.rules().duplicateRules())),
                Map.entry("PUT duplicaterules", body -> {
                    service.rules().duplicateRules(List.of(read(body, DuplicateRule[].class)));
                    return ok(service.rules().duplicateRules());
                }),
                Map.entry("GET events", body -> ok(events().settings())),
                Map.entry("PUT events", body -> {
                    events().settings(merged(events().settings(), body));
                    return ok(events().settings());
                }),
                Map.entry("GET events/statistics", body -> ok(events().statistics())),
                Map.entry("GET clock", body -> now()),
                Map.entry("POST clock", this::moveClock),
                Map.entry("GET change-tracking", body -> ok(changes().options())),
                Map.entry("PUT change-tracking", body -> {
                    changes().options(merged(changes().options(), body));
                    return ok(changes().options());
                }),
                Map.entry("POST delta-tokens/expire", body -> {
                    changes().expireTokens(service.environment().database());
                    return new Answer(204);
                }),
                Map.entry(
                        "GET metadata",
                        body -> ok(Map.of("keyIndexSeconds", keyJobs().delay().toMillis() / 1000.0))),
                Map.entry("PUT metadata", this::changeKeyIndexing));
    }

    private Events events() {
        return service.environment().events();
    }

    private ChangeHistory changes() {
        return service.environment().changes();
    }

    private KeyJobs keyJobs() {
        return service.web().parser().schema().keyJobs();
    }

    private Answer changeKeyIndexing(byte[] body) throws IOException {
        Double seconds = read(body, KeyIndexing.class).keyIndexSeconds();
        if (seconds == null || seconds < 0 || seconds > FARTHEST_MOVE_SECONDS) {
            throw new IllegalArgumentException("give 'keyIndexSeconds', from 0 to ten years");
        }
        keyJobs().delay(Duration.ofMillis(Math.round(seconds * 1000)));
        return ok(Map.of("keyIndexSeconds", seconds));
    }

    private Answer moveClock(byte[] body) throws IOException {
        ClockMove move = read(body, ClockMove.class);
        if (move.set() == null && move.advanceSeconds() == null) {
            throw new IllegalArgumentException("give 'advanceSeconds' or 'set'");
        }
        double seconds = move.set() != null
                ? Duration.between(service.clock().instant(), move.set()).toMillis() / 1000.0
                : move.advanceSeconds();
        if (Math.abs(seconds) > FARTHEST_MOVE_SECONDS) {
            throw new IllegalArgumentException("the clock is not moved farther than ten years");
        }
        service.clock().advance(Duration.ofMillis(Math.round(seconds * 1000)));
        return now();
    }

    private Answer now() throws IOException {
        return ok(Map.of("now", service.clock().instant().toString()));
    }
}
