package io.d365hub.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/** The checks in their order. Immutable. */
public final class Checks {

    private static final Path PLUGINS = Path.of("plugins");

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
        return new Checks(home, routes, fromFiles(routes, new EndpointCatalog()), List.of());
    }

    /** Those and what is no reason to refuse a start: what the files tell without a Dataverse and without starting a route. */
    public static Checks files(Path home, Path routes) {
        return new Checks(home, routes, advised(routes, PLUGINS), List.of());
    }

    /**
     * All of them. Routes are started only when nothing else was found: they would fail for the same reasons.
     *
     * @param properties what {@code {{name}}} in routes stands for
     */
    public static Checks thorough(Path home, Path routes, Map<String, String> properties, TargetTables target) {
        return thorough(home, routes, PLUGINS, properties, target, context -> {});
    }

    /**
     * The same.
     *
     * @param plugins the folder of plug-ins
     * @param preparation makes known what routes find beside the files, such as plug-ins
     */
    public static Checks thorough(
            Path home,
            Path routes,
            Path plugins,
            Map<String, String> properties,
            TargetTables target,
            Consumer<CamelContext> preparation) {
        List<Check> checks = new ArrayList<>(advised(routes, plugins));
        checks.add(new TargetRows(target));
        checks.add(new TableMapRows(target));
        return new Checks(
                home, routes, checks, List.of(new RouteStarts(routes, properties, file -> true, preparation)));
    }

    /** {@link #quick}, and a start of those files of routes that have changed. */
    public static Checks changed(Path home, Path routes, Set<Path> changed, Consumer<CamelContext> preparation) {
        return new Checks(
                home,
                routes,
                fromFiles(routes, new EndpointCatalog()),
                List.of(new RouteStarts(routes, Map.of(), file -> changed.contains(file.normalize()), preparation)));
    }

    /** Those that ask the target. */
    public static Checks target(Path home, Path routes, TargetTables target) {
        return new Checks(home, routes, List.of(new TargetRows(target), new TableMapRows(target)), List.of());
    }

    /**
     * The places in routes that name a broker of another system which there is not.
     *
     * @param known all names, that of the hub's own broker included
     */
    public static List<Finding> busNames(Path home, Path routes, Set<String> known) {
        Findings findings = new Findings();
        // What is no YAML is told by the other checks.
        RouteTree tree = RouteTree.read(home, routes, new Findings());
        findings.by(new BusNames(known), tree);
        return findings.sorted();
    }

    private static List<Check> advised(Path routes, Path plugins) {
        EndpointCatalog catalog = new EndpointCatalog();
        List<Check> checks = new ArrayList<>(fromFiles(routes, catalog));
        checks.add(new RouteCalls(routes));
        checks.add(new BeanReferences(routes, plugins));
        checks.add(new UnnamedMappings());
        checks.add(new Expressions());
        checks.add(new InlineSecrets(catalog));
        checks.add(new FailurePolicies(catalog));
        checks.add(new RecordOrder());
        return checks;
    }

    private static List<Check> fromFiles(Path routes, EndpointCatalog catalog) {
        return List.of(
                new FileNames(routes),
                new YamlStructure(),
                new DuplicateFields(),
                new RouteNames(),
                new RouteConfigurations(),
                new KameletPlaceholders(),
                new KameletUses(),
                new EndpointOptions(catalog),
                new IntegrationUses(),
                new BatchParents(routes),
                new MappingFiles(),
                new JavaRoutes(routes));
    }

    /** What is wrong, by file, line and column; nothing when all is well. */
    public List<Finding> findings() {
        Findings findings = new Findings();
        RouteTree tree = RouteTree.read(home, routes, findings);
        checks.forEach(check -> findings.by(check, tree));
        if (findings.isEmpty()) {
            onlyWhenClean.forEach(check -> findings.by(check, tree));
        }
        return findings.sorted();
    }
}
