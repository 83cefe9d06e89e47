package io.d365hub.simulator.http;

import static io.d365hub.simulator.http.ControlJson.merged;
import static io.d365hub.simulator.http.ControlJson.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.simulator.control.ArmedFault;
import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.operation.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How requests are served: limits, web servers, latency, faults, tokens, and what was counted. */
final class ServiceControls {

    private final SimulatedService service;

    ServiceControls(SimulatedService service) {
        this.service = service;
    }

    private record Servers(int count) {}

    /** By method and path. */
    Map<String, Control> all() {
        return Map.ofEntries(
                Map.entry("GET limits", body -> ok(service.webServers().limits())),
                Map.entry("PUT limits", this::changeLimits),
                Map.entry("GET servers", body -> ok(servers())),
                Map.entry("PUT servers", this::changeServers),
                Map.entry("GET latency", body -> ok(service.latency())),
                Map.entry("PUT latency", body -> {
                    service.latency(merged(service.latency(), body));
                    return ok(service.latency());
                }),
                Map.entry(
                        "GET faults",
                        body -> ok(service.faults().all().stream()
                                .map(ServiceControls::shown)
                                .toList())),
                Map.entry("POST faults", this::addFaults),
                Map.entry("DELETE faults", body -> done(service.faults()::clear)),
                Map.entry("GET statistics", body -> ok(service.statistics().snapshot())),
                Map.entry("DELETE statistics", body -> done(service.statistics()::reset)),
                Map.entry("POST tokens/revoke", body -> done(service.tokens()::revokeAll)),
                Map.entry("POST reset", body -> done(service::reset)));
    }

    private static Answer done(Runnable work) {
        work.run();
        return new Answer(204);
    }

    private Servers servers() {
        return new Servers(service.webServers().count());
    }

    private Answer changeServers(byte[] body) throws IOException {
        Servers changed = merged(servers(), body);
        service.webServers().count(changed.count());
        return ok(changed);
    }

    /** Limits, and whether users go on with what they have used. */
    private Answer changeLimits(byte[] body) throws IOException {
        ObjectNode change = ControlJson.MAPPER.readValue(body, ObjectNode.class);
        JsonNode keep = change.remove("keepUsage");
        Limits limits = merged(service.webServers().limits(), ControlJson.MAPPER.writeValueAsBytes(change));
        if (keep != null && keep.asBoolean()) {
            service.webServers().tighten(limits);
        } else {
            service.webServers().limits(limits);
        }
        return ok(limits);
    }

    private Answer addFaults(byte[] body) throws IOException {
        JsonNode tree = ControlJson.MAPPER.readTree(body);
        List<Fault> faults = new ArrayList<>();
        if (tree.isArray()) {
            for (JsonNode fault : tree) {
                faults.add(ControlJson.MAPPER.treeToValue(fault, Fault.class));
            }
        } else {
            faults.add(ControlJson.MAPPER.treeToValue(tree, Fault.class));
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
}
