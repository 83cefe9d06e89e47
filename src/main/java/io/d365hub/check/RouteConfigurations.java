package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.yaml.YamlValue;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.support.PatternHelper;

/** Route configurations that a route names must be there: Camel starts such a route silently without error handling. */
final class RouteConfigurations implements Check {

    @Override
    public void check(RouteTree tree, Findings findings) {
        Set<String> known = tree.routes().stream()
                .flatMap(file -> file.items("routeConfiguration").stream())
                .flatMap(configuration -> configuration.textOf("id").stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (RouteFile file : tree.routes()) {
            file.items("route").stream()
                    .flatMap(route -> route.get("routeConfigurationId").stream())
                    .forEach(at -> check(file, at, known, findings));
        }
    }

    private static void check(RouteFile file, YamlValue at, Set<String> known, Findings findings) {
        Arrays.stream(at.text().orElse("").split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty() && !id.contains("{{"))
                .filter(id -> known.stream().noneMatch(name -> PatternHelper.matchPattern(name, id)))
                .forEach(id -> findings.add(
                        file.file(),
                        at,
                        "Route configuration '" + id + "' does not exist.",
                        "Camel would start the route without any error handling. "
                                + (known.isEmpty()
                                        ? "No file of this folder holds a route configuration."
                                        : "There are: " + String.join(", ", known) + "."),
                        Nearest.didYouMean(id, known, "Take the line out: failures are the lane's business anyway.")));
    }
}
