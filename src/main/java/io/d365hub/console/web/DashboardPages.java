package io.d365hub.console.web;

import io.d365hub.access.Role;
import io.d365hub.access.User;
import io.d365hub.console.AdminProblemException;
import io.d365hub.console.IntegrationControl;
import io.d365hub.ledger.Balance;
import io.d365hub.ledger.Ledger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The first page: what flows, what waits and why, what needs a person. */
public final class DashboardPages implements Pages {

    private final IntegrationControl control;
    private final Ledger ledger;
    private final FlowHistory flows;
    private final InstantSource clock;

    public DashboardPages(IntegrationControl control, Ledger ledger, FlowHistory flows, InstantSource clock) {
        this.control = control;
        this.ledger = ledger;
        this.flows = flows;
        this.clock = clock;
    }

    @Override
    public void mount(Console console) {
        console.entry("/", "Dashboard", Role.VIEWER);
        console.get("/", Role.VIEWER, this::show);
        console.get(
                "/integrations/:name/suspend",
                Role.OPERATOR,
                request -> ask(
                        request, "Suspend", "Its messages go on being accepted and wait until somebody resumes it."));
        console.get(
                "/integrations/:name/resume",
                Role.OPERATOR,
                request -> ask(request, "Resume", "It delivers again, now instead of at its next try."));
        console.post("/integrations/:name/suspend", Role.OPERATOR, request -> act(request, control::suspend));
        console.post("/integrations/:name/resume", Role.OPERATOR, request -> act(request, control::resume));
    }

    private interface Act {
        void on(String integration, String who, String reason);
    }

    private Answer act(PageRequest request, Act act) {
        act.on(name(request), request.user().name(), request.required("reason", "reason"));
        return new Answer.See("/console/");
    }

    private Answer ask(PageRequest request, String verb, String meaning) {
        return Answer.page("integration-act", Map.of("name", name(request), "verb", verb, "meaning", meaning));
    }

    private String name(PageRequest request) {
        String name = request.path("name");
        request.requireIntegration(name);
        if (!control.exists(name)) {
            throw PageRequest.absent();
        }
        return name;
    }

    private Answer show(PageRequest request) {
        Instant now = clock.instant();
        Map<String, Object> status = control.status();
        List<Map<String, Object>> lines = lines(request.user(), maps(status.get("integrations")), now);
        Map<String, Object> model = new HashMap<>();
        model.put("lines", lines);
        model.put("dataverse", status.get("dataverse"));
        model.put("paused", isPaused(status.get("dataverse")));
        model.put("broker", status.get("broker"));
        model.put("dead", sum(lines, "dead"));
        model.put("queued", sum(lines, "queued"));
        model.put("throttled", queued(lines, "paused"));
        model.put("stuck", queued(lines, "suspended"));
        model.put(
                "rate",
                lines.stream().mapToDouble(line -> (double) line.get("out")).sum());
        model.put("oldest", oldest(lines).<Object>map(at -> at).orElse(""));
        model.put(
                "lag",
                lines.stream().mapToLong(line -> (long) line.get("lag")).max().orElse(0));
        return request.isRefresh() ? Answer.part("dashboard", "live", model) : Answer.page("dashboard", model);
    }

    private List<Map<String, Object>> lines(User user, List<Map<String, Object>> statuses, Instant now) {
        Map<String, Map<String, Object>> byName =
                statuses.stream().collect(Collectors.toMap(status -> (String) status.get("name"), status -> status));
        Map<String, Balance> balances = new LinkedHashMap<>();
        ledger.balances().forEach(balance -> balances.put(balance.name(), balance));
        byName.keySet()
                .forEach(name -> balances.computeIfAbsent(name, missing -> new Balance(missing, 0, 0, 0, 0, 0, 0, 0)));
        return balances.values().stream()
                .filter(balance -> user.maySee(balance.name()))
                .sorted(Comparator.comparing(Balance::name))
                .map(balance -> line(balance, byName.getOrDefault(balance.name(), Map.of()), now))
                .toList();
    }

    private Map<String, Object> line(Balance balance, Map<String, Object> status, Instant now) {
        FlowHistory.Flow flow = flows.of(balance, now);
        Map<String, Object> line = new HashMap<>();
        line.put("name", balance.name());
        line.put("state", status.getOrDefault("state", "not running"));
        line.put("because", status.getOrDefault("because", ""));
        line.put("parked", status.getOrDefault("parked", 0));
        line.put("oldest", status.getOrDefault("oldest", ""));
        line.put("in", flow.in());
        line.put("out", flow.out());
        line.put("newDead", flow.dead());
        line.put("line", flow.line());
        line.put("queued", balance.queued());
        line.put("dead", balance.dead());
        line.put("delivered", balance.delivered());
        line.put("lag", balance.lagMillis());
        return line;
    }

    private static Optional<Instant> oldest(List<Map<String, Object>> lines) {
        return lines.stream()
                .map(line -> line.get("oldest"))
                .filter(Instant.class::isInstance)
                .map(Instant.class::cast)
                .min(Comparator.naturalOrder());
    }

    private static long queued(List<Map<String, Object>> lines, String state) {
        return lines.stream()
                .filter(line -> state.equals(line.get("state")))
                .mapToLong(line -> (long) line.get("queued"))
                .sum();
    }

    private static long sum(List<Map<String, Object>> lines, String column) {
        return lines.stream().mapToLong(line -> (long) line.get(column)).sum();
    }

    private static boolean isPaused(Object dataverse) {
        return dataverse instanceof Map<?, ?> known
                && maps(known.get("users")).stream().anyMatch(user -> user.containsKey("pausedUntil"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(Object list) {
        if (list instanceof List<?> known) {
            return (List<Map<String, Object>>) known;
        }
        throw new AdminProblemException(
                500, "The dashboard cannot be shown.", "The hub's status has no list of integrations.", "See the log.");
    }
}
