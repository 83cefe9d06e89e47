package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the cases of a hub's home folder: those in {@code transformations/} against the mapping of the same name, those
 * in {@code routes/} against the route of the same name. Nothing leaves the process: doors and targets are replaced.
 *
 * <p>The home folder must be the working directory, since routes name their mappings from there. Not thread-safe; close it
 * to stop the routes that it started.
 */
public final class CasesRunner implements AutoCloseable {

    private static final List<String> FOLDERS = List.of("transformations", "routes");

    private final Path home;
    private final Map<String, String> properties;
    private final FailureClassifier classifier;
    private final Map<Path, CaseSubject> subjects = new HashMap<>();

    /**
     * Makes a runner.
     *
     * @param home the folder that holds routes/ and transformations/
     * @param properties what {@code {{name}}} in routes stands for
     * @param classifier the running hub's, so that a case reads the sentences that a dead letter would hold
     */
    public CasesRunner(Path home, Map<String, String> properties, FailureClassifier classifier) {
        this.home = home;
        this.properties = Map.copyOf(properties);
        this.classifier = classifier;
    }

    /**
     * All cases, file by file.
     *
     * @throws CasesException when a file cannot be used
     */
    public List<Case> cases() {
        return FOLDERS.stream()
                .map(home::resolve)
                .filter(Files::isDirectory)
                .flatMap(CasesRunner::casesFiles)
                .flatMap(file -> CasesFile.read(file).stream())
                .toList();
    }

    /** Runs one case; that there is no mapping or route of its file's name, or that it does not start, is a problem too. */
    public CaseResult run(Case one) {
        CaseSubject subject;
        try {
            subject = subjects.computeIfAbsent(one.file(), this::subject);
        } catch (CasesException e) {
            return new CaseResult(one, Optional.of(failed(one, e.getMessage())));
        }
        try {
            return new CaseResult(one, problem(one, subject.run(one)));
        } catch (Exception e) {
            return new CaseResult(one, problem(one, classifier.classify(e)));
        }
    }

    @Override
    public void close() {
        subjects.values().forEach(CaseSubject::close);
        subjects.clear();
    }

    private static Optional<String> problem(Case one, List<JsonNode> delivered) {
        if (one.fails().isPresent()) {
            return Optional.of(failed(
                    one,
                    "expected it to fail with '" + one.fails().get() + "', but "
                            + (delivered.isEmpty() ? "nothing was sent" : "this was sent:\n  " + delivered.get(0))));
        }
        if (one.filtered()) {
            return delivered.isEmpty()
                    ? Optional.empty()
                    : Optional.of(failed(one, "expected it to be filtered, but this was sent:\n  " + delivered.get(0)));
        }
        if (delivered.size() != 1) {
            return Optional.of(failed(one, "expected one message to be sent, but there were " + delivered.size()));
        }
        List<String> differences = JsonDifference.between(one.out().orElseThrow(), delivered.get(0));
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(failed(one, "what was sent differs:\n  " + String.join("\n  ", differences)));
    }

    private static Optional<String> problem(Case one, Failure failure) {
        String sentences = failure.what() + " " + failure.why() + " " + failure.mend();
        if (one.fails().isEmpty()) {
            return Optional.of(failed(
                    one,
                    "expected it to be " + (one.filtered() ? "filtered" : "delivered") + ", but it failed:\n  "
                            + sentences));
        }
        return sentences.contains(one.fails().get())
                ? Optional.empty()
                : Optional.of(failed(
                        one,
                        "expected it to fail with\n  " + one.fails().get() + "\nbut it failed with\n  " + sentences));
    }

    private static String failed(Case one, String how) {
        return one.place() + " '" + one.name() + "': " + how;
    }

    private CaseSubject subject(Path cases) {
        String name = cases.getFileName().toString();
        String subject = name.substring(0, name.length() - CasesFile.SUFFIX.length());
        Path mapping = cases.resolveSibling(subject + ".jslt");
        if (Files.exists(mapping)) {
            return MappingSubject.of(mapping);
        }
        Path route = cases.resolveSibling(subject + ".camel.yaml");
        if (Files.exists(route)) {
            return RouteSubject.start(route, properties);
        }
        throw new CasesException(cases + " belongs to nothing: there is neither " + mapping.getFileName() + " nor "
                + route.getFileName() + " beside it. Give it the name of the mapping or route that it is about.");
    }

    private static Stream<Path> casesFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().endsWith(CasesFile.SUFFIX))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
