package io.d365hub.check;

import io.d365hub.check.RouteTree.RouteFile;
import io.d365hub.rehearsal.Rehearsal;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Starts each route with stand-ins, which finds what only shows then: expressions that cannot be read, beans that are
 * missing. Slower than all other checks together; the hub itself does without, since it starts the routes anyway.
 */
final class RouteStarts implements Check {

    /** How Camel marks the step that it could not make. */
    private static final Pattern STEP = Pattern.compile(">>> (.*?) <<<");

    private final Path routes;
    private final Map<String, String> properties;

    private final Predicate<Path> asked;

    private final Consumer<CamelContext> preparation;

    /**
     * @param asked which files are to be started
     * @param preparation makes known what routes find beside the files
     */
    RouteStarts(
            Path routes, Map<String, String> properties, Predicate<Path> asked, Consumer<CamelContext> preparation) {
        this.preparation = preparation;
        this.asked = asked;
        this.routes = routes;
        this.properties = properties;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        List<Path> configurations = tree.routes().stream()
                .filter(file -> !file.items("routeConfiguration").isEmpty())
                .map(RouteFile::file)
                .toList();
        List<RouteFile> startable = tree.routes().stream()
                .filter(file -> !file.items("route").isEmpty() && asked.test(file.file()))
                .toList();
        // Beans of other files are there in the running hub as well.
        List<Path> shared = Stream.concat(
                        configurations.stream(),
                        tree.routes().stream()
                                .filter(file -> !file.items("beans").isEmpty()
                                        && file.items("route").isEmpty())
                                .map(RouteFile::file))
                .distinct()
                .toList();
        start(tree.home(), startable, shared, findings);
    }

    /** Together, because each start takes its time; when that fails, by halves, until the ones that fail stand alone. */
    private void start(Path home, List<RouteFile> files, List<Path> shared, Findings findings) {
        if (files.isEmpty()) {
            return;
        }
        Set<Path> all = new LinkedHashSet<>(shared);
        files.forEach(file -> all.add(file.file()));
        List<Path> paths = all.stream().map(home::resolve).toList();
        try (Rehearsal rehearsal =
                Rehearsal.start(paths, home.resolve(routes).resolve("kamelets"), properties, preparation)) {
            // they start, and that is all that was asked
        } catch (Exception e) {
            if (files.size() == 1) {
                findings.add(reason(home, files.get(0), e));
            } else {
                int half = files.size() / 2;
                start(home, files.subList(0, half), shared, findings);
                start(home, files.subList(half, files.size()), shared, findings);
            }
        }
    }

    private static Finding reason(Path home, RouteFile file, Exception e) {
        String message = oneLine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        Matcher marked = STEP.matcher(message);
        String step = marked.find() ? marked.group(1) : "";
        StepPlace place = StepPlace.of(home, file, message, step);
        String why = message.replaceFirst("^.* because: ", "").replaceFirst("[.]$", "");
        return new Finding(
                file.file(),
                place.line(),
                place.column(),
                step.isEmpty() ? "The route does not start." : "The route does not start, because of " + step + ".",
                (e instanceof IllegalArgumentException ? "" : "Camel says: ") + why + ".",
                "Correct the step.");
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
