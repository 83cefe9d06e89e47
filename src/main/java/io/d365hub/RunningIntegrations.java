package io.d365hub;

import io.d365hub.audit.AuditEntry;
import io.d365hub.broker.BrokerState;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.IntegrationControl;
import io.d365hub.failure.Failure;
import io.d365hub.lane.LaneControl;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.lane.LaneStatus;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.throttle.GovernorSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Shows what the integrations of this process do, and suspends and resumes them. Thread-safe. */
final class RunningIntegrations implements IntegrationControl {

    private final Supplier<Map<String, Object>> reload;
    private final LaneRuntime lanes;
    private final Integrations integrations;
    private final BrokerState broker;
    private final Supplier<List<GovernorSnapshot>> targets;
    private final Supplier<List<Map<String, Object>>> buses;
    private final IntegrationSuspensions suspensions;
    private final Instant startedAt;

    RunningIntegrations(
            Supplier<Map<String, Object>> reload,
            LaneRuntime lanes,
            Integrations integrations,
            BrokerState broker,
            Supplier<List<GovernorSnapshot>> targets,
            Supplier<List<Map<String, Object>>> buses,
            IntegrationSuspensions suspensions,
            Instant startedAt) {
        this.reload = reload;
        this.lanes = lanes;
        this.integrations = integrations;
        this.broker = broker;
        this.targets = targets;
        this.buses = buses;
        this.suspensions = suspensions;
        this.startedAt = startedAt;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("startedAt", startedAt);
        List<Map<String, Object>> list = new ArrayList<>();
        integrations.all().stream()
                .sorted(Comparator.comparing(Integration::name))
                .forEach(integration -> list.add(status(integration)));
        status.put("integrations", list);
        status.put("dataverse", DataverseStatus.of(targets.get()));
        status.put("buses", buses.get());
        status.put("reload", reload.get());
        status.put("broker", Map.of("blocked", broker.blocked(), "sentence", brokerSentence()));
        return status;
    }

    private String brokerSentence() {
        String disk = broker.diskUsage().isPresent()
                ? " Its disk is %.0f %% full.".formatted(broker.diskUsage().getAsDouble() * 100)
                : "";
        return (broker.blocked() ? "takes no messages: its disk is full or it has stopped." : "takes messages.") + disk;
    }

    private Map<String, Object> status(Integration integration) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("name", integration.name());
        status.put("source", integration.source());
        Optional<LaneStatus> lane = lanes.control(integration.name()).map(LaneControl::status);
        status.put(
                "state",
                lane.map(known -> known.state().name().toLowerCase(java.util.Locale.ROOT))
                        .orElse(lanes.isSuspended(integration.name()) ? "suspended" : "stopped"));
        if (lane.isEmpty() && lanes.isSuspended(integration.name())) {
            status.put(
                    "because",
                    "An operator has suspended it. './hub integrations resume " + integration.name()
                            + "' lets it go on.");
        }
        lane.ifPresent(known -> {
            known.why().ifPresent(why -> status.put("because", sentence(known, why)));
            known.until().ifPresent(until -> status.put("until", until));
            status.put("started", known.started());
            status.put("parked", known.parked());
            known.partitions().stream()
                    .flatMap(partition -> partition.oldest().stream())
                    .min(Comparator.naturalOrder())
                    .ifPresent(oldest -> status.put("oldest", oldest));
            status.put("partitions", known.partitions());
        });
        return status;
    }

    private static String sentence(LaneStatus lane, Failure why) {
        String until = lane.until()
                .map(next -> lane.state() == LaneStatus.State.SUSPENDED
                        ? " Next try at " + next + "."
                        : " Goes on at " + next + ".")
                .orElse("");
        return why.what() + " " + why.why() + " " + why.mend() + until;
    }

    @Override
    public boolean exists(String integration) {
        return integrations.find(integration).isPresent();
    }

    @Override
    public void suspend(String integration, String who, String reason) {
        refuseWithoutRoute(integration);
        suspensions.suspend(integration, entry("integration.suspended", integration, who, reason));
    }

    @Override
    public void resume(String integration, String who, String reason) {
        refuseWithoutRoute(integration);
        suspensions.resume(integration, entry("integration.resumed", integration, who, reason));
    }

    private static AuditEntry entry(String act, String integration, String who, String reason) {
        return AuditEntry.of(who, act).because(reason).with("integration", integration);
    }

    private void refuseWithoutRoute(String integration) {
        if (!lanes.isDeclared(integration)) {
            throw new AdminProblemException(
                    409,
                    "Integration '" + integration + "' was not changed.",
                    "No route of integration '" + integration + "' runs.",
                    "See the hub's log; './hub status' shows which integrations run.");
        }
    }
}
