package io.d365hub.bench;

import com.sun.management.OperatingSystemMXBean;
import io.d365hub.RouteCases;
import io.d365hub.RouteCheck;
import io.d365hub.cases.Case;
import io.d365hub.cases.CasesRunner;
import io.d365hub.check.Finding;
import io.d365hub.check.TargetTables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What authors wait for. Writes its files into the working directory, which holds the kamelets; see {@code bench/authoring}. */
public final class AuthoringBench {

    private static final int MAPPING_CASES = 3_000;
    private static final int ROUTE_CASES = 150;
    private static final int ROUTES = 200;

    private static final String ROUTE = """
            - route:
                id: %1$s
                from:
                  uri: kamelet:push-source
                  parameters: {integration: %1$s, recordKey: /number}
                  steps:
                    - to: jslt:file:transformations/a.jslt
                    - to: dataverse:accounts?operation=upsert&key=accountnumber
            """;

    /** Written over a row that is there, throttled for half a minute, refused. */
    private static final List<String> KINDS = List.of("""
              given: {accounts: [{accountnumber: C-1, name: Old}]}
              in: {number: C-1, name: New}
              expect: {delivered: 1, rows: {accounts: [{accountnumber: C-1, name: New}]}}
            """, """
              in: {number: C-1, name: New}
              faults: [{on: upsert, status: 429, code: "0x80072322", retryAfter: 30}]
              expect: {delivered: 1, time: 30s}
            """, """
              in: {number: C-1, name: New}
              faults: [{badRow: C-1, code: "0x80040265"}]
              expect: {deadLetters: [{kind: REFUSED}]}
            """);

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private AuthoringBench() {}

    public static void main(String[] arguments) throws IOException {
        AuthoringBench bench = new AuthoringBench();
        bench.write();
        try (CasesRunner runner = RouteCases.runner(Path.of(""))) {
            bench.cases("mapping cases", runner, "transformations/a.cases.yaml");
            bench.cases("route cases, one route", runner, "routes/a.cases.yaml");
            bench.cases("route cases, three a route", runner, "routes");
        }
        bench.check();
    }

    private void write() throws IOException {
        Files.createDirectories(Path.of("transformations"));
        Files.writeString(Path.of("transformations/a.jslt"), "{\"accountnumber\": .number, \"name\": .name}");
        StringBuilder mapping = new StringBuilder();
        for (int i = 0; i < MAPPING_CASES; i++) {
            mapping.append("- name: case %1$d\n  in: {number: C-%1$d}\n  out: {accountnumber: C-%1$d}\n".formatted(i));
        }
        Files.writeString(Path.of("transformations/a.cases.yaml"), mapping);
        route("a", ROUTE_CASES);
        for (int i = 1; i < ROUTES; i++) {
            route("r" + i, i < 40 ? KINDS.size() : 0);
        }
    }

    private static void route(String name, int cases) throws IOException {
        Files.writeString(Path.of("routes/" + name + ".camel.yaml"), ROUTE.formatted(name));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cases; i++) {
            text.append("- name: case ").append(i).append('\n').append(KINDS.get(i % KINDS.size()));
        }
        if (cases > 0) {
            Files.writeString(Path.of("routes/" + name + ".cases.yaml"), text);
        }
    }

    /** The first case starts mapping, route and simulator, and does not count. */
    private void cases(String what, CasesRunner runner, String path) {
        List<Case> cases = runner.cases(Path.of(path));
        long first = System.nanoTime();
        run(runner, cases.get(0));
        long from = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        cases.subList(1, cases.size()).forEach(one -> run(runner, one));
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
                "%-28s first %5d ms, then %8.1f a second, %5.2f ms of a processor each%n",
                what,
                (from - first) / 1_000_000,
                (cases.size() - 1) / seconds,
                (system.getProcessCpuTime() - cpu) / 1e6 / (cases.size() - 1));
    }

    private static void run(CasesRunner runner, Case one) {
        runner.run(one).problem().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
    }

    private void check() {
        long from = System.nanoTime();
        List<Finding> findings = new RouteCheck(Path.of(""), Path.of("routes")).thorough(Map.of(), TargetTables.none());
        if (!findings.isEmpty()) {
            throw new IllegalStateException(findings.toString());
        }
        System.out.printf("check of %d routes %.2f s%n", ROUTES, (System.nanoTime() - from) / 1e9);
    }
}
