package io.d365hub.reload;

import io.d365hub.check.Finding;
import io.d365hub.reload.SourceFile.Kind;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of a Camel context that runs. Not by Camel's own reloader: that one stops the old route before it knows whether the new
 * one is right, forgets the routes of kamelets, and sets all counters to 0.
 */
final class CamelRoutes implements LiveRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(CamelRoutes.class);

    private final CamelContext context;
    private final Path home;
    private final OpenDoors doors;
    private final CheckedResources resources;

    /** @param home the hub's home folder, from which files are named */
    CamelRoutes(CamelContext context, Path home, OpenDoors doors, CheckedResources resources) {
        this.context = context;
        this.home = home.toAbsolutePath().normalize();
        this.doors = doors;
        this.resources = resources;
    }

    @Override
    public void replace(Replacement replacement) throws RefusedException {
        try (OpenDoors.Lease open = doors.keep()) {
            try {
                exchange(replacement);
            } catch (Exception | LinkageError e) {
                RefusedException refused = new RefusedException(finding(replacement, e), e);
                takeBack(replacement, refused);
                throw refused;
            }
        }
    }

    private void takeBack(Replacement replacement, RefusedException refused) {
        try {
            exchange(replacement.reversed());
        } catch (Exception | LinkageError e) {
            refused.addSuppressed(e);
            LOG.error(
                    "The version before of {} does not start again, and none of its routes runs. Correct the files; what was"
                            + " accepted waits.",
                    replacement.before(),
                    e);
        }
    }

    private void exchange(Replacement replacement) throws Exception {
        ModelCamelContext model = (ModelCamelContext) context;
        List<Route> old = routesOf(replacement.before());
        stop(old);
        for (Route route : old) {
            context.removeRoute(route.getRouteId());
            RouteDefinition definition = model.getRouteDefinition(route.getRouteId());
            if (definition != null) {
                model.removeRouteDefinition(definition);
            }
        }
        removeConfigurations(model, replacement);
        for (SourceFile file : of(Kind.KAMELET, replacement.before())) {
            model.removeRouteTemplateDefinitions(References.kamelet(file.name()));
        }
        for (SourceFile file : of(Kind.RESOURCE, replacement.after())) {
            resources.put(file);
            resources.readAgain(context, file.name());
        }
        Set<String> running =
                context.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
        load(replacement.after());
        start(context.getRoutes().stream()
                .filter(route -> !running.contains(route.getRouteId()))
                .toList());
    }

    private void removeConfigurations(ModelCamelContext model, Replacement replacement) {
        Set<Path> files =
                replacement.before().stream().map(file -> absolute(file.name())).collect(Collectors.toSet());
        List.copyOf(model.getRouteConfigurationDefinitions()).stream()
                .filter(configuration -> configuration.getResource() != null
                        && files.contains(path(configuration.getResource().getLocation())))
                .forEach(configuration -> {
                    try {
                        model.removeRouteConfiguration(configuration);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** The routes of these files, and those that kamelets became for them and for nobody else. */
    private List<Route> routesOf(List<SourceFile> files) {
        Set<Path> names = of(Kind.ROUTES, files).stream()
                .map(file -> absolute(file.name()))
                .collect(Collectors.toSet());
        Map<String, Route> all = new LinkedHashMap<>();
        context.getRoutes().forEach(route -> all.put(route.getRouteId(), route));
        Map<String, Route> found = new LinkedHashMap<>();
        all.forEach((id, route) -> {
            if (names.stream().anyMatch(file -> RunningRoute.isOf(route, file))) {
                found.put(id, route);
            }
        });
        Deque<Route> open = new ArrayDeque<>(found.values());
        while (!open.isEmpty()) {
            for (String id : RunningRoute.kamelets(open.pop())) {
                Route kamelet = all.get(id);
                if (kamelet != null && !found.containsKey(id)) {
                    found.put(id, kamelet);
                    open.push(kamelet);
                }
            }
        }
        // A kamelet with the same parameters serves several routes: it stays for those that stay.
        Set<String> shared = all.values().stream()
                .filter(route -> !found.containsKey(route.getRouteId()))
                .flatMap(route -> RunningRoute.kamelets(route).stream())
                .collect(Collectors.toSet());
        Deque<String> kept = new ArrayDeque<>(shared);
        while (!kept.isEmpty()) {
            Route route = found.remove(kept.pop());
            if (route != null) {
                kept.addAll(RunningRoute.kamelets(route));
            }
        }
        return List.copyOf(found.values());
    }

    private void stop(List<Route> routes) throws Exception {
        for (Route route : byRank(routes, true)) {
            context.getRouteController().stopRoute(route.getRouteId());
        }
    }

    /** Loaded routes wait, so that none lets messages in before those are there that it sends them to. */
    private void load(List<SourceFile> files) throws Exception {
        boolean automatic = context.isAutoStartup();
        context.setAutoStartup(false);
        try {
            // Camel would load the kamelets itself, but from disk, where they may have changed again.
            for (Kind kind : List.of(Kind.KAMELET, Kind.ROUTES)) {
                List<Resource> loading = new ArrayList<>();
                of(kind, files).forEach(file -> loading.add(resource(file)));
                PluginHelper.getRoutesLoader(context).loadRoutes(loading);
            }
        } finally {
            context.setAutoStartup(automatic);
        }
    }

    private Resource resource(SourceFile file) {
        return ResourceHelper.fromBytes("file:" + absolute(file.name()), file.content());
    }

    private void start(List<Route> routes) throws Exception {
        for (Route route : byRank(routes, false)) {
            if (route.isAutoStartup()) {
                context.getRouteController().startRoute(route.getRouteId());
            }
        }
    }

    private static List<Route> byRank(List<Route> routes, boolean reversed) {
        Comparator<Route> order = Comparator.comparingInt(RunningRoute::rank);
        return routes.stream().sorted(reversed ? order.reversed() : order).toList();
    }

    private static List<SourceFile> of(Kind kind, List<SourceFile> files) {
        return files.stream().filter(file -> file.kind() == kind).toList();
    }

    private Path absolute(Path name) {
        return home.resolve(name).normalize();
    }

    private static Path path(String location) {
        return Path.of(location.startsWith("file:") ? location.substring("file:".length()) : location)
                .toAbsolutePath()
                .normalize();
    }

    private static Finding finding(Replacement replacement, Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String why = String.valueOf(cause.getMessage() == null ? cause : cause.getMessage())
                .strip()
                .replaceAll("\\s+", " ")
                .replaceFirst("[.]$", "");
        List<SourceFile> files = replacement.after().isEmpty() ? replacement.before() : replacement.after();
        String all = thrown.toString() + why;
        Path file = files.stream()
                .map(SourceFile::name)
                .filter(name -> all.contains(name.getFileName().toString()))
                .findFirst()
                .orElse(files.get(0).name());
        return new Finding(file, 0, 0, "The new version does not start.", why + ".", "Correct it and save it again.");
    }
}
