package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.d365hub.dataverse.DataverseComponent;
import io.d365hub.rehearsal.FarSide;
import io.d365hub.rehearsal.VirtualTime;
import io.d365hub.simulator.Simulator;
import io.d365hub.simulator.SimulatorSettings;
import io.d365hub.simulator.SimulatorSettings.Seed;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.throttle.Governor;
import io.d365hub.throttle.GovernorSettings;
import io.d365hub.throttle.GovernorSnapshot;
import io.d365hub.throttle.Governors;
import io.d365hub.throttle.Permit;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The simulator inside this process as the Dataverse of rehearsals: an empty environment without limits, on the rehearsal's clock.
 * The hub reaches it with its own component, governor and client. For one trial at a time.
 */
public final class SimulatedFarSide implements FarSide {

    /** After that the keys of new tables are active. */
    private static final Duration KEYS_INDEXED = Duration.ofSeconds(10);

    private static final String GOVERNORS = "dataverseGovernors";
    private static final String OBSERVER = "3f0c5d1e-8b7a-4c29-9e54-d365b00000fe";
    private static final String OBSERVERS_SECRET = "observer-of-rehearsals";

    /** A call that waited so long for its turn takes all rows that have gathered. */
    private static final long GATHER_MILLIS = 4;

    private static final JsonNode SETTINGS =
            JsonNodeFactory.instance.objectNode().put("externalEventsOfAllTables", true);

    private final VirtualTime time;
    private final Path home;
    private final Simulator simulator;
    private final SimulatorRows observer;
    private Governors governors;
    /** Whether a trial could have taught client and governors anything. */
    private boolean touched;
    /** That of the route that is tried now; null before the first. */
    private DataverseComponent current;

    private SimulatedFarSide(VirtualTime time, Path home) {
        this.time = time;
        this.home = home;
        this.simulator = Simulator.start(SimulatorSettings.defaults()
                .withPort(0)
                .withSeed(Seed.EMPTY)
                .withLimits(Limits.none())
                .withClock(time)
                .withEventLoops(1));
        simulator.client(OBSERVER, OBSERVERS_SECRET);
        this.observer = new SimulatorRows(simulator, OBSERVER, OBSERVERS_SECRET);
    }

    /**
     * Starts a simulator of its own on a free port of loopback.
     *
     * @param home the folder that holds the declarations of virtual tables
     */
    public static SimulatedFarSide start(VirtualTime time, Path home) {
        return new SimulatedFarSide(time, home);
    }

    @Override
    public Map<String, Object> parts(VirtualTime unused) {
        DataverseComponent dataverse = new DataverseComponent();
        dataverse.setEnvironmentUrl(simulator.url().toString());
        dataverse.setTokenUrl(simulator.tokenUrl().toString());
        dataverse.setTenantId(SimulatorSettings.DEFAULT_TENANT_ID);
        dataverse.setClientId(SimulatorSettings.DEFAULT_CLIENT_ID);
        dataverse.setClientSecret(SimulatorSettings.DEFAULT_CLIENT_SECRET);
        Map<String, Object> parts = new HashMap<>(RehearsedTables.parts(home));
        parts.put("dataverse", dataverse);
        parts.put(GOVERNORS, governors());
        return parts;
    }

    private Governors governors() {
        governors = new Governors(time, time::nanoTime, time::after);
        return governors;
    }

    /** Takes all places of the governor: what is started meanwhile waits for its turn, and gathers. */
    @Override
    public Runnable hold() {
        touched = true;
        current.client(); // makes the governor
        List<Permit> places = new ArrayList<>();
        for (GovernorSnapshot known : governors.snapshots()) {
            Governor governor = governors.of(known.environment(), known.user(), GovernorSettings.DEFAULT);
            for (int i = governor.allowed(); i > 0; i--) {
                CompletableFuture<Permit> place = governor.acquire();
                if (place.isDone() && !place.isCompletedExceptionally()) {
                    places.add(place.join());
                } else {
                    place.cancel(false);
                }
            }
        }
        return () -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS));
            places.forEach(Permit::unused);
        };
    }

    /** What clients and governors have learnt in one trial is nothing to the next. */
    private void forget(DataverseComponent next) {
        if (current == next && !touched) {
            return; // one good call teaches them nothing that another trial could notice
        }
        current = next;
        current.getCamelContext().getRegistry().bind(GOVERNORS, governors());
        current.forget();
    }

    @Override
    public void begin(Map<String, Object> parts, JsonNode rows, List<JsonNode> tables, List<JsonNode> faults) {
        simulator.reset();
        // Whether a table tells of changes made elsewhere is a matter of the environment, not of the route.
        observer.control("PUT", "settings", SETTINGS);
        forget((DataverseComponent) parts.get("dataverse"));
        touched = !faults.isEmpty();
        for (JsonNode request : tables) {
            observer.post(request.path("post").asText(), request.path("body"));
        }
        if (!tables.isEmpty()) {
            time.pass(KEYS_INDEXED);
        }
        rows.properties().forEach(table -> table.getValue().forEach(row -> observer.post(table.getKey(), row)));
        ArrayNode armed = JsonNodeFactory.instance.arrayNode();
        armed.addAll(faults);
        if (!armed.isEmpty()) {
            observer.control("POST", "faults", armed);
        }
        observer.control("DELETE", "statistics", null);
    }

    @Override
    public List<Call> calls() {
        return simulator.calls().stream()
                .map(call -> new Call(call.operation(), call.status(), call.rows()))
                .toList();
    }

    @Override
    public List<JsonNode> rows(String table, List<String> lookups) {
        String expand = lookups.isEmpty()
                ? ""
                : "?$expand="
                        + lookups.stream()
                                .map(lookup -> URLEncoder.encode(lookup, StandardCharsets.UTF_8))
                                .collect(Collectors.joining(","));
        List<JsonNode> rows = new ArrayList<>();
        simulator.clearFaults();
        observer.get(table + expand).path("value").forEach(rows::add);
        return rows;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
