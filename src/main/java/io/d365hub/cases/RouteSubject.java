package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.rehearsal.FarSide;
import io.d365hub.rehearsal.Rehearsal;
import io.d365hub.rehearsal.Trial;
import io.d365hub.rehearsal.VirtualTime;
import io.d365hub.yaml.YamlSyntaxException;
import io.d365hub.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A route as it is written, its doors and targets replaced by stand-ins. Not thread-safe; close it to stop the route. */
public final class RouteSubject implements CaseSubject {

    private static final String ROUTES = ".camel.yaml";

    private final Path file;
    private final Supplier<Rehearsal> start;
    private final Supplier<Tried> trials;
    /** Null until a message is compared with what is sent. */
    private Rehearsal rehearsal;

    /** Null until a case asks for it. */
    private Tried tried;

    /** The same route before a Dataverse, with the time that passes there. */
    private record Tried(
            Rehearsal rehearsal,
            Map<String, Object> parts,
            FarSide farSide,
            VirtualTime time,
            FailureClassifier classifier) {}

    private RouteSubject(Path file, Supplier<Rehearsal> start, Supplier<Tried> trials) {
        this.file = file;
        this.start = start;
        this.trials = trials;
    }

    /**
     * Starts a route.
     *
     * @param route its file; kamelets are in the folder {@code kamelets} beside it
     * @param properties what {@code {{name}}} in it stands for
     * @throws CasesException when it does not start
     */
    public static RouteSubject start(Path route, Map<String, String> properties) {
        Rehearsal started = started(route, properties, Map.of());
        RouteSubject subject = new RouteSubject(route, () -> started, () -> {
            throw new CasesException("Route " + route + " was started without a Dataverse.");
        });
        subject.rehearsal = started;
        return subject;
    }

    static RouteSubject start(
            Path route,
            Map<String, String> properties,
            FailureClassifier classifier,
            VirtualTime time,
            Supplier<FarSide> farSide) {
        return new RouteSubject(route, () -> started(route, properties, Map.of()), () -> {
            FarSide target = farSide.get();
            Map<String, Object> parts = target.parts(time);
            return new Tried(started(route, properties, parts), parts, target, time, classifier);
        });
    }

    private static Rehearsal started(Path route, Map<String, String> properties, Map<String, Object> parts) {
        try {
            return Rehearsal.start(files(route), route.resolveSibling("kamelets"), properties, parts);
        } catch (Exception e) {
            throw new CasesException(
                    "Route " + route + " does not start: " + rootCause(e).getMessage()
                            + " './hub check' says more about it.",
                    e);
        }
    }

    @Override
    public Path about() {
        return file;
    }

    @Override
    public List<JsonNode> run(Case one) throws Exception {
        return rehearsal(one).play(one.input(), one.headers());
    }

    @Override
    public JsonNode ask(Case one, Question question) throws Exception {
        return rehearsal(one).ask(one.input(), question.headers());
    }

    private Rehearsal rehearsal(Case one) {
        if (rehearsal == null) {
            rehearsal = start.get();
        }
        rehearsal.replies(one.replies());
        return rehearsal;
    }

    /**
     * Lets a message in; returns what would be sent.
     *
     * @throws Exception what the message failed with
     */
    public List<JsonNode> play(String message, Map<String, String> headers) throws Exception {
        if (rehearsal == null) {
            rehearsal = start.get();
        }
        return rehearsal.play(message, headers);
    }

    @Override
    public List<String> tryOut(Case one, TrialCase trial) {
        if (tried == null) {
            tried = trials.get();
        }
        try {
            tried.farSide().begin(tried.parts(), trial.given(), trial.tables(), trial.faults());
        } catch (IllegalArgumentException e) {
            return List.of("the case cannot begin: " + e.getMessage());
        }
        tried.rehearsal().replies(one.replies());
        Trial came = tried.rehearsal().play(trial.messages(), tried.time(), tried.classifier(), tried.farSide());
        return new Expectations(came, tried.farSide()).differences(trial.expect());
    }

    @Override
    public void close() {
        if (rehearsal != null) {
            rehearsal.close();
        }
        if (tried != null) {
            tried.rehearsal().close();
        }
    }

    /** The route's own file and the files that hold route configurations, which it may name. */
    private static List<Path> files(Path route) throws IOException {
        try (Stream<Path> files = Files.list(route.toAbsolutePath().getParent())) {
            return files.filter(file -> file.getFileName().equals(route.getFileName())
                            || (file.getFileName().toString().endsWith(ROUTES) && holdsConfigurations(file)))
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

    static Throwable rootCause(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
