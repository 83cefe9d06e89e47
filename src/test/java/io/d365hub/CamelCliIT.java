package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.simulator.NpmPackage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes and kamelets of the repository in Camel's own command line, {@code camel run}, as Maven Central has it. */
@Timeout(600)
class CamelCliIT {

    private static final String POM = "src/test/resources/camel-cli/pom.xml";
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

    /** What {@code camel} is: the class that its start script calls. */
    private static final String MAIN = """
            public final class Camel {
                public static void main(String[] words) {
                    org.apache.camel.dsl.jbang.core.commands.CamelJBangMain.run(words);
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void camelRun_startsEveryShippedRouteWithItsKamelets() throws Exception {
        // Given
        String classPath = commandLine();
        copy(Path.of("routes"), folder.resolve("routes"));
        copy(Path.of("samples"), folder.resolve("samples"));
        copy(Path.of("samples/routes"), folder.resolve("routes"));
        List<String> routes;
        try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
            routes = files.map(Path::toString)
                    .filter(file -> file.endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
        // When
        List<String> camel = new ArrayList<>(List.of(
                "env",
                "--chdir=" + folder,
                "WAREHOUSE_URL=https://warehouse.example",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath + File.pathSeparator + folder,
                Files.writeString(folder.resolve("Camel.java"), MAIN).toString(),
                "run"));
        camel.addAll(routes);
        camel.addAll(List.of(
                "--local-kamelet-dir=" + folder.resolve("routes/kamelets"),
                "--stub=all",
                "--download=false",
                "--max-seconds=1",
                "--logging-color=false"));
        NpmPackage.Output output = NpmPackage.run(camel.toArray(String[]::new));
        // Then
        assertThat(routes).hasSizeGreaterThan(8);
        assertThat(output.text())
                .contains("Routes startup (total:%1$d started:%1$d ".formatted(routes.size()))
                .doesNotContain("Exception");
        assertThat(output.code()).isZero();
    }

    /** Its libraries; skips the test where Maven cannot have them, and fails it when {@code HUB_ALL_TESTS} is true. */
    private String commandLine() throws IOException, InterruptedException {
        Path libraries = folder.resolve("libraries.txt");
        NpmPackage.Output fetched = NpmPackage.run(
                "mvn",
                "-B",
                "-q",
                "-f",
                POM,
                PLUGIN,
                "-Dcamel.version=" + new DefaultCamelContext().getVersion(),
                "-Dmdep.outputFile=" + libraries);
        Assumptions.assumeTrue(
                Boolean.parseBoolean(System.getenv("HUB_ALL_TESTS")) || fetched.code() == 0,
                () -> "Maven cannot fetch Camel's command line: " + fetched.text());
        assertThat(fetched.code()).as(fetched.text()).isZero();
        return Files.readString(libraries).strip();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
