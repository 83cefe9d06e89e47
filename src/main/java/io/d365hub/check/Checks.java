package io.d365hub.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The checks in their order. Immutable. */
public final class Checks {

    private final Path home;
    private final Path routes;
    private final List<Check> checks;
    private final List<Check> onlyWhenClean;

    private Checks(Path home, Path routes, List<Check> checks, List<Check> onlyWhenClean) {
        this.home = home;
        this.routes = routes;
        this.checks = List.copyOf(checks);
        this.onlyWhenClean = List.copyOf(onlyWhenClean);
    }

    /** Those that need nothing but the files. */
    public static Checks quick(Path home, Path routes) {
        return new Checks(home, routes, fromFiles(routes), List.of());
    }

    /**
     * All of them. Routes are started only when nothing else was found: they would fail for the same reasons.
     *
     * @param properties what {@code {{name}}} in routes stands for
     */
    public static Checks thorough(Path home, Path routes, Map<String, String> properties, TargetTables target) {
        List<Check> checks = new ArrayList<>(fromFiles(routes));
        checks.add(new TargetRows(target));
        return new Checks(home, routes, checks, List.of(new RouteStarts(routes, properties)));
    }

    /** Those that ask the target. */
    public static Checks target(Path home, Path routes, TargetTables target) {
        return new Checks(home, routes, List.of(new TargetRows(target)), List.of());
    }

    private static List<Check> fromFiles(Path routes) {
        return List.of(
                new FileNames(routes),
                new YamlStructure(),
                new RouteNames(),
                new RouteConfigurations(),
                new KameletPlaceholders(),
                new KameletUses(),
                new EndpointOptions(),
                new IntegrationUses(),
                new MappingFiles());
    }

    /** What is wrong, by file, line and column; nothing when all is well. */
    public List<Finding> findings() {
        Findings findings = new Findings();
        RouteTree tree = RouteTree.read(home, routes, findings);
        checks.forEach(check -> check.check(tree, findings));
        if (findings.isEmpty()) {
            onlyWhenClean.forEach(check -> check.check(tree, findings));
        }
        return findings.sorted();
    }
}
