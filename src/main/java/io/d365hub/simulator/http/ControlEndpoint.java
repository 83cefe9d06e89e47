package io.d365hub.simulator.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.simulator.control.ArmedFault;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.event.Events;
import io.d365hub.simulator.function.CustomApiBehavior;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.metadata.KeyJobs;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.operation.Answer;
import io.d365hub.simulator.operation.DuplicateRule;
import io.d365hub.simulator.operation.Privilege;
import io.d365hub.simulator.tracking.ChangeHistory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /_simulator/...}: what tests and developers turn. Not part of Dataverse; documented in docs/simulator.md. */
final class ControlEndpoint {

    static final String PREFIX = "/_simulator/";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final double FARTHEST_MOVE_SECONDS = 10 * 365 * 86_400.0;

    private final SimulatedService service;

    ControlEndpoint(SimulatedService service) {
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

    private record Secret(String secret) {}

    private record Servers(int count) {}

    private record Privileges(Privilege[] missing) {

        Privileges {
            if (missing == null) {
                throw new IllegalArgumentException("'missing' is missing: an array of privileges");
            }
        }
    }

    /** The answer to one request. */
    Answer answer(String method, String path, byte[] body) {
        try {
            return route(method + " " + path.substring(PREFIX.length()), body);
        } catch (UnrecognizedPropertyException e) {
            return problem(
                    400, "'" + e.getPropertyName() + "' is not known here; known are " + e.getKnownPropertyIds() + ".");
        } catch (JsonProcessingException e) {
            return problem(400, e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return problem(400, e.getMessage());
        } catch (IOException e) {
            return problem(400, "The body could not be read.");
        }
    }

    private Answer route(String what, byte[] body) throws IOException {
        switch (what) {
            case "GET limits" -> {
                return ok(service.webServers().limits());
            }
            case "PUT limits" -> {
                return changeLimits(body);
            }
            case "GET servers" -> {
                return ok(new Servers(service.webServers().count()));
            }
            case "PUT servers" -> {
                Servers servers = merged(new Servers(service.webServers().count()), body);
                service.webServers().count(servers.count());
                return ok(servers);
            }
            case "GET settings" -> {
                return ok(service.rules().dialect());
            }
            case "PUT settings" -> {
                service.rules().dialect(merged(service.rules().dialect(), body));
                return ok(service.rules().dialect());
            }
            case "GET duplicaterules" -> {
                return ok(service.rules().duplicateRules());
            }
            case "PUT duplicaterules" -> {
                service.rules().duplicateRules(List.of(JSON.readValue(body, DuplicateRule[].class)));
                return ok(service.rules().duplicateRules());
            }
            case "GET latency" -> {
                return ok(service.latency());
            }
            case "PUT latency" -> {
                service.latency(merged(service.latency(), body));
                return ok(service.latency());
            }
            case "GET faults" -> {
                return ok(service.faults().all().stream()
                        .map(ControlEndpoint::shown)
                        .toList());
            }
            case "POST faults" -> {
                return addFaults(body);
            }
            case "DELETE faults" -> {
                service.faults().clear();
                return new Answer(204);
            }
            case "GET statistics" -> {
                return ok(service.statistics().snapshot());
            }
            case "GET events" -> {
                return ok(service.environment().events().settings());
            }
            case "PUT events" -> {
                Events events = service.environment().events();
                events.settings(merged(events.settings(), body));
                return ok(events.settings());
            }
            case "GET events/statistics" -> {
                return ok(service.environment().events().statistics());
            }
            case "DELETE statistics" -> {
                service.statistics().reset();
                return new Answer(204);
            }
            case "POST reset" -> {
                service.reset();
                return new Answer(204);
            }
            case "GET clock" -> {
                return ok(Map.of("now", service.clock().instant().toString()));
            }
            case "POST clock" -> {
                return moveClock(read(body, ClockMove.class));
            }
            case "GET change-tracking" -> {
                return ok(service.environment().changes().options());
            }
            case "PUT change-tracking" -> {
                ChangeHistory changes = service.environment().changes();
                changes.options(merged(changes.options(), body));
                return ok(changes.options());
            }
            case "POST delta-tokens/expire" -> {
                service.environment()
                        .changes()
                        .expireTokens(service.environment().database());
                return new Answer(204);
            }
            case "GET metadata" -> {
                return ok(Map.of("keyIndexSeconds", keyJobs().delay().toMillis() / 1000.0));
            }
            case "PUT metadata" -> {
                return changeKeyIndexing(read(body, KeyIndexing.class));
            }
            case "POST tokens/revoke" -> {
                service.tokens().revokeAll();
                return new Answer(204);
            }
            default -> {
                return routeNamed(what, body);
            }
        }
    }

    private Answer routeNamed(String what, byte[] body) throws IOException {
        if (what.startsWith("PUT clients/") && what.endsWith("/privileges")) {
            return changePrivileges(
                    what.substring("PUT clients/".length(), what.length() - "/privileges".length()), body);
        }
        if (what.startsWith("PUT clients/")) {
            String secret = read(body, Secret.class).secret();
            if (secret == null) {
                throw new IllegalArgumentException("'secret' is missing");
            }
            service.tokens().client(what.substring("PUT clients/".length()), secret);
            return new Answer(204);
        }
        if (what.startsWith("PUT custom-apis/") || what.startsWith("DELETE custom-apis/")) {
            boolean set = what.startsWith("PUT");
            String name = what.substring(what.indexOf('/') + 1);
            service.web().parser().customApis().behavior(name, set ? read(body, CustomApiBehavior.class) : null);
            return new Answer(204);
        }
        if (what.startsWith("GET tables/") && what.endsWith("/count")) {
            String set = what.substring("GET tables/".length(), what.length() - "/count".length());
            Optional<TableDefinition> table = service.environment().model().byEntitySet(set);
            return table.isEmpty()
                    ? problem(404, "There is no entity set '" + set + "'.")
                    : ok(Map.of(
                            "count",
                            service.environment().database().table(table.get()).size()));
        }
        return problem(404, "The simulator has no control '" + what + "'; docs/simulator.md lists them.");
    }

    private Answer addFaults(byte[] body) throws IOException {
        JsonNode tree = JSON.readTree(body);
        List<Fault> faults = new ArrayList<>();
        if (tree.isArray()) {
            for (JsonNode fault : tree) {
                faults.add(JSON.treeToValue(fault, Fault.class));
            }
        } else {
            faults.add(JSON.treeToValue(tree, Fault.class));
        }
        faults.forEach(service.faults()::add);
        return new Answer(204);
    }

    private static Map<String, Object> shown(ArmedFault armed) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("fault", armed.fault());
        shown.put("happened", armed.happened());
        return shown;
    }

    private KeyJobs keyJobs() {
        return service.web().parser().schema().keyJobs();
    }

    private Answer changeKeyIndexing(KeyIndexing change) throws JsonProcessingException {
        Double seconds = change.keyIndexSeconds();
        if (seconds == null || seconds < 0 || seconds > FARTHEST_MOVE_SECONDS) {
            throw new IllegalArgumentException("give 'keyIndexSeconds', from 0 to ten years");
        }
        keyJobs().delay(Duration.ofMillis(Math.round(seconds * 1000)));
        return ok(Map.of("keyIndexSeconds", seconds));
    }

    private Answer moveClock(ClockMove move) throws JsonProcessingException {
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
        return ok(Map.of("now", service.clock().instant().toString()));
    }

    /** Limits, and whether users go on with what they have used. */
    private Answer changeLimits(byte[] body) throws IOException {
        ObjectNode change = JSON.readValue(body, ObjectNode.class);
        JsonNode keep = change.remove("keepUsage");
        Limits limits = merged(service.webServers().limits(), JSON.writeValueAsBytes(change));
        if (keep != null && keep.asBoolean()) {
            service.webServers().tighten(limits);
        } else {
            service.webServers().limits(limits);
        }
        return ok(limits);
    }

    /** Takes privileges from a client's user; those that are not named, it has. */
    private Answer changePrivileges(String clientId, byte[] body) throws IOException {
        List<Privilege> missing = List.of(read(body, Privileges.class).missing());
        for (Privilege privilege : Privilege.values()) {
            service.rules().privilege(TokenIssuer.userOf(clientId), privilege, !missing.contains(privilege));
        }
        return ok(new Privileges(missing.toArray(new Privilege[0])));
    }

    /** The old value with the members that {@code body} names; what is left out stays. */
    @SuppressWarnings("unchecked") // a value's class is the class of its type
    private static <T> T merged(T old, byte[] body) throws IOException {
        ObjectNode tree = JSON.valueToTree(old);
        JsonNode change = JSON.readTree(body);
        if (!change.isObject()) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        tree.setAll((ObjectNode) change);
        return (T) JSON.treeToValue(tree, old.getClass());
    }

    private static <T> T read(byte[] body, Class<T> type) throws IOException {
        T value = JSON.readValue(body, type);
        if (value == null) {
            throw new IllegalArgumentException("the body must be a JSON object");
        }
        return value;
    }

    private static Answer ok(Object value) throws JsonProcessingException {
        return new Answer(200).body("application/json", JSON.writeValueAsBytes(value));
    }

    private static Answer problem(int status, String detail) {
        byte[] body;
        try {
            body = JSON.writeValueAsBytes(Map.of("status", status, "title", "Control refused", "detail", detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // cannot be: texts and a number
        }
        return new Answer(status).body("application/problem+json", body);
    }
}
