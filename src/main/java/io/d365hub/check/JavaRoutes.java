package io.d365hub.check;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Routes that are written as Java classes must compile. Nothing is asked where there are none: the compiler takes a moment. */
final class JavaRoutes implements Check {

    private final Path routes;

    JavaRoutes(Path routes) {
        this.routes = routes;
    }

    @Override
    public void check(RouteTree tree, Findings findings) {
        List<Path> files = files(tree.home().resolve(routes));
        if (files.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            files.forEach(file -> findings.add(
                    routes.resolve(file.getFileName()),
                    0,
                    0,
                    "This route cannot be compiled.",
                    "This Java is a runtime without compiler.",
                    "Run the hub with a JDK, or bring the route as a jar in plugins/ or as YAML."));
            return;
        }
        try {
            compile(compiler, files, findings);
        } catch (IOException e) {
            findings.add(routes, 0, 0, "The Java routes cannot be read.", e + ".", "Make them UTF-8 text.");
        }
    }

    /** Together, as they may use each other; the classes are thrown away. */
    private void compile(JavaCompiler compiler, List<Path> files, Findings findings) throws IOException {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Path classes = Files.createTempDirectory("hub-java-routes");
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            new StringWriter(),
                            manager,
                            said,
                            List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            said.getDiagnostics().stream()
                    .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                    .forEach(problem -> findings.add(finding(problem)));
            if (!done && findings.isEmpty()) {
                findings.add(routes, 0, 0, "The Java routes do not compile.", "", "Compile them by hand to see why.");
            }
        } finally {
            delete(classes);
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Finding finding(Diagnostic<? extends JavaFileObject> problem) {
        Path file = problem.getSource() == null
                ? routes
                : routes.resolve(Path.of(problem.getSource().getName()).getFileName());
        return new Finding(
                file,
                (int) Math.max(0, problem.getLineNumber()),
                (int) Math.max(0, problem.getColumnNumber()),
                "This route does not compile.",
                "The compiler says: " + problem.getMessage(Locale.ROOT).strip().replaceAll("\\s+", " ") + ".",
                "Correct the line.");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** None where the folder is not there. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // gone between the two looks at it
        }
    }
}
