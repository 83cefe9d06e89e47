package io.d365hub.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.rehearsal.FarSide;
import io.d365hub.rehearsal.VirtualTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the cases of a hub's home folder: those in {@code transformations/} against the mapping of the same name, those
 * in {@code routes/} against the route of the same name. Nothing leaves the process: doors and targets are replaced.
 *
 * <p>The home folder must be the working directory, since routes name their mappings from there. Not thread-safe; close it
 * to stop the routes that it started.
 */
public final class CasesRunner implements AutoCloseable {

    private static final Instant FIRST_DAY = Instant.parse("2026-01-02T03:04:05Z");
    /** Cases come file by file; each route that stays started holds threads and connections. */
    private static final int MOST_STARTED = 4;

    private static final List<String> FOLDERS = List.of("transformations", "routes");

    private final Path home;
    private final Map<String, String> properties;
    private final FailureClassifier classifier;
    private final Map<Path, List<CaseSubject>> subjects = new LinkedHashMap<>();
    private final VirtualTime time = new VirtualTime(FIRST_DAY);
    private final Function<VirtualTime, FarSide> farSides;
    private final TimeLimit limit = new TimeLimit();
    /** Null until a case asks for it. */
    private FarSide farSide;

    /**
     * Makes a runner.
     *
     * @param home the folder that holds routes/ and transformations/
     * @param properties what {@code {{name}}} in routes stands for
     * @param classifier the running hub's, so that a case reads the sentences that a dead letter would hold
     * @param farSides makes the Dataverse of routes' cases; asked once, when the first case needs it
     */
    public CasesRunner(
            Path home,
            Map<String, String> properties,
            FailureClassifier classifier,
            Function<VirtualTime, FarSide> farSides) {
        this.farSides = farSides;
        this.home = home;
        this.properties = Map.copyOf(properties);
        this.classifier = classifier;
    }

    /**
     * All cases, file by file; those that cannot be run, too.
     */
    public List<Case> cases() {
        return FOLDERS.stream()
                .map(home::resolve)
                .filter(Files::isDirectory)
                .flatMap(CasesRunner::casesFiles)
                .flatMap(file -> CasesFile.read(file, home).stream())
                .toList();
    }

    /**
     * The cases of one file, of a folder, or those that belong to a mapping or a route.
     *
     * @throws CasesException when nothing belongs to the path
     */
    public List<Case> cases(Path path) {
        Path wanted = home.resolve(path).toAbsolutePath().normalize();
        Path folder = Files.isDirectory(wanted) ? wanted : wanted.getParent();
        List<Case> found = Stream.concat(
                        FOLDERS.stream().map(home::resolve),
                        Stream.of(home.resolve(home.toAbsolutePath().normalize().relativize(folder))))
                .filter(Files::isDirectory)
                .flatMap(CasesRunner::casesFiles)
                .filter(file -> Subjects.isMeant(file.toAbsolutePath().normalize(), wanted))
                .collect(Collectors.toMap(
                        file -> file.toAbsolutePath().normalize(),
                        file -> file,
                        (one, same) -> one,
                        LinkedHashMap::new))
                .values()
                .stream()
                .flatMap(file -> CasesFile.read(file, home).stream())
                .toList();
        if (found.isEmpty()) {
            throw new CasesException(
                    "There are no cases for '" + path + "'" + (Files.exists(path) ? "" : ", which is no file here")
                            + ". They stand beside routes and mappings, in files"
                            + " of the same name that end with " + CasesFile.SUFFIX + ".");
        }
        return found;
    }

    /**
     * Runs one case, with each mapping of its file's name when there are several. That there is no mapping or route of this name, or
     * that it does not start, is a problem too.
     */
    public CaseResult run(Case one) {
        if (one.mistake().isPresent()) {
            return new CaseResult(one, one.mistake().map(mistake -> mistake.in(one.file())));
        }
        try {
            List<CaseSubject> about = subjectsOf(one.file());
            for (CaseSubject subject : about) {
                CaseResult result = limit.within(one, subject.about(), () -> result(one, subject));
                if (!result.passed()) {
                    return about.size() == 1
                            ? result
                            : new CaseResult(
                                    one, result.problem().map(problem -> problem + "\n  by " + subject.about()));
                }
            }
            return new CaseResult(one, Optional.empty());
        } catch (CasesException e) {
            return new CaseResult(one, Optional.of(failed(one, e.getMessage())));
        }
    }

    private List<CaseSubject> subjectsOf(Path cases) {
        List<CaseSubject> known = subjects.get(cases);
        if (known == null) {
            known = subjects(cases);
            subjects.put(cases, known);
            Iterator<List<CaseSubject>> eldest = subjects.values().iterator();
            while (subjects.size() > MOST_STARTED) {
                eldest.next().forEach(CaseSubject::close);
                eldest.remove();
            }
        }
        return known;
    }

    private CaseResult result(Case one, CaseSubject subject) {
        try {
            if (one.trial().isPresent()) {
                List<String> differences = subject.tryOut(one, one.trial().get());
                return new CaseResult(
                        one,
                        differences.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        failed(one, "it came otherwise:\n  " + String.join("\n  ", differences))));
            }
            if (one.question().isPresent()) {
                List<String> differences = JsonDifference.between(
                        one.question().get().answer(),
                        subject.ask(one, one.question().get()));
                return new CaseResult(
                        one,
                        differences.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        failed(one, "the answer differs:\n  " + String.join("\n  ", differences))));
            }
            return new CaseResult(one, problem(one, subject.run(one)));
        } catch (StackOverflowError e) {
            return new CaseResult(
                    one, Optional.of(failed(one, "the mapping calls itself without end; the stack is full.")));
        } catch (CasesException e) {
            throw e;
        } catch (Exception e) {
            return new CaseResult(one, problem(one, classifier.classify(e)));
        }
    }

    @Override
    public void close() {
        forget();
        if (farSide != null) {
            farSide.close();
            farSide = null;
        }
        limit.close();
    }

    /** Reads and starts everything anew at the next case: files may have changed. */
    public void forget() {
        subjects.values().forEach(about -> about.forEach(CaseSubject::close));
        subjects.clear();
    }

    private FarSide farSide() {
        if (farSide == null) {
            farSide = farSides.apply(time);
        }
        return farSide;
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
                            + Sentences.of(failure)));
        }
        return sentences.contains(one.fails().get())
                ? Optional.empty()
                : Optional.of(failed(
                        one,
                        "expected it to fail with\n  " + one.fails().get() + "\nbut it failed with\n  "
                                + Sentences.of(failure)));
    }

    private static String failed(Case one, String how) {
        return one.place() + " '" + one.name() + "': " + how;
    }

    private List<CaseSubject> subjects(Path cases) {
        return Subjects.route(cases)
                .<List<CaseSubject>>map(
                        route -> List.of(RouteSubject.start(route, properties, classifier, time, this::farSide)))
                .orElseGet(() -> Subjects.mappings(cases).stream()
                        .map(CasesRunner::mapping)
                        .toList());
    }

    private static CaseSubject mapping(Path file) {
        return file.toString().endsWith(".jslt") ? MappingSubject.of(file) : LanguageSubject.start(file);
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
