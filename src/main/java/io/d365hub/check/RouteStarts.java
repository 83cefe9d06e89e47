package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.rehearsal.Rehearsal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts each route with stand-ins, which finds what only shows then: expressions that cannot be read, beans that are
 * missing. Slower than all other checks together; the hub itself does without, since it starts the routes anyway.
 */
final class RouteStarts implements Check {

    /** How Camel marks the step that it could not make. */
    private static final Pattern STEP = Pattern.compile(">>> (.*?) <<<");

    private final Path routes;
    private final Map<String, String> properties;

    RouteStarts(Path routes, Map<String, String> properties) {
        this.routes = routes;
        this.properties = properties;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        List<Path> configurations = tree.routes().stream()
                .filter(file -> !file.items("routeConfiguration").isEmpty())
                .map(RouteFile::file)
                .toList();
        for (RouteFile file : tree.routes()) {
            if (!file.items("route").isEmpty()) {
                start(tree.home(), file, configurations, findings);
            }
        }
    }

    private void start(Path home, RouteFile file, List<Path> configurations, Findings findings) {
        List<Path> files =
                new ArrayList<>(configurations.stream().map(home::resolve).toList());
        if (!configurations.contains(file.file())) {
            files.add(home.resolve(file.file()));
        }
        try (Rehearsal rehearsal = Rehearsal.start(files, home.resolve(routes).resolve("kamelets"), properties)) {
            // it starts, and that is all that was asked
        } catch (Exception e) {
            findings.add(reason(file.file(), e));
        }
    }

    private static Finding reason(Path file, Exception e) {
        String message = oneLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        Matcher step = STEP.matcher(message);
        String why = message.replaceFirst("^.* because: ", "").replaceFirst("[.]$", "");
        return new Finding(
                file,
                0,
                0,
                step.find()
                        ? "The route does not start, because of " + step.group(1) + "."
                        : "The route does not start.",
                "Camel says: " + why + ".",
                "Correct the step.");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
