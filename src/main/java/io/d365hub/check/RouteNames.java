package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Each file holds one route whose id is the file's name, so that every message about a route names its file. */
final class RouteNames implements Check {

    @Override
    public void check(RouteTree tree, Findings findings) {
        Map<String, RouteFile> byId = new HashMap<>();
        for (RouteFile file : tree.routes()) {
            List<YamlValue> routes = file.items("route");
            String name = file.file().getFileName().toString();
            String expected = name.substring(0, name.length() - RouteTree.SUFFIX.length());
            if (routes.size() == 1) {
                check(file, routes.get(0), expected, byId, findings);
            } else if (routes.size() > 1) {
                findings.add(
                        file.file(),
                        routes.get(1),
                        "There are " + routes.size() + " routes in this file.",
                        "Each route has its own file, of the same name as the route.",
                        "Move this one to a file of its own.");
            }
        }
    }

    private static void check(
            RouteFile file, YamlValue route, String expected, Map<String, RouteFile> byId, Findings findings) {
        if (route.get("from").isEmpty()) {
            findings.add(
                    file.file(),
                    route,
                    "The route has no 'from'.",
                    "Camel would skip it without a word.",
                    "Say where its messages come from, e.g. from: {uri: kamelet:push-source, ...}.");
        }
        if (route.textOf("id").isEmpty()) {
            findings.add(
                    file.file(),
                    route,
                    "The route has no id.",
                    "Logs, metrics and dead letters would name it 'route1' or the like.",
                    "Add id: " + expected + ".");
            return;
        }
        YamlValue id = route.get("id").orElseThrow();
        String written = id.text().orElseThrow();
        RouteFile other = byId.putIfAbsent(written, file);
        if (other != null) {
            findings.add(
                    file.file(),
                    id,
                    "Route id '" + written + "' is used twice.",
                    "It is also the id of the route in " + other.file() + ".",
                    "Give this one the id '" + expected + "', as its file is named.");
        } else if (!written.equals(expected)) {
            findings.add(
                    file.file(),
                    id,
                    "Route id '" + written + "' is not the name of its file.",
                    "Whoever reads about the route in a log or dead letter looks for " + written + RouteTree.SUFFIX
                            + ".",
                    "Write id: " + expected + ", or rename the file.");
        }
    }
}
