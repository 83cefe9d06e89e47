package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.rehearsal.Rehearsal;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A route as it is written, its doors and targets replaced by stand-ins. Not thread-safe; close it to stop the route. */
public final class RouteSubject implements CaseSubject {

    private static final String ROUTES = ".camel.yaml";

    private final Rehearsal rehearsal;

    private RouteSubject(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /**
     * Starts a route.
     *
     * @param route its file; kamelets are in the folder {@code kamelets} beside it
     * @param properties what {@code {{name}}} in it stands for
     * @throws CasesException when it does not start
     */
    public static RouteSubject start(Path route, Map<String, String> properties) {
        try {
            return new RouteSubject(Rehearsal.start(files(route), route.resolveSibling("kamelets"), properties));
        } catch (Exception e) {
            throw new CasesException(
                    "Route " + route + " does not start: " + rootCause(e).getMessage()
                            + " './hub check' says more about it.",
                    e);
        }
    }

    @Override
    public List<JsonNode> run(Case one) throws Exception {
        return play(one.input(), one.headers());
    }

    /**
     * Lets a message in; returns what would be sent.
     *
     * @throws Exception what the message failed with
     */
    public List<JsonNode> play(String message, Map<String, String> headers) throws Exception {
        return rehearsal.play(message, headers);
    }

    @Override
    public void close() {
        rehearsal.close();
    }

    /** The route's own file and the files that hold route configurations, which it may name. */
    private static List<Path> files(Path route) throws IOException {
        try (Stream<Path> files = Files.list(route.toAbsolutePath().getParent())) {
            return files.filter(file -> file.getFileName().toString().endsWith(ROUTES))
                    .filter(file -> file.getFileName().equals(route.getFileName()) || holdsConfigurations(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsConfigurations(Path file) {
        try {
            return YamlValue.read(file).stream()
                    .flatMap(document -> document.items().stream())
                    .anyMatch(item -> item.get("routeConfiguration").isPresent());
        } catch (YamlSyntaxException | IOException e) {
            return false; // another file's fault; the check tells of it
        }
    }

    private static Throwable rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
