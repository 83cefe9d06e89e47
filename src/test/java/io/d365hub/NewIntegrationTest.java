package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.pattern.NewIntegration;
import io.d365hub.pattern.Pattern;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./hub new} writes is right as it is. */
class NewIntegrationTest {

    private static final Path KAMELETS = Path.of("routes/kamelets");

    @TempDir
    Path folder;

    @Test
    void whatEachPatternWritesPassesItsCasesAtOnce() throws Exception {
        // Given
        writeAll();
        // When
        Answer answer = hub("test");
        // Then
        assertThat(answer.output()).contains(" cases, all passed, in ");
        assertThat(answer.code()).isZero();
        assertThat(folder.resolve("transformations")).isDirectoryContaining("glob:**.cases.yaml");
    }

    @Test
    void theCheckFindsNothingInWhatEachPatternWrites() throws Exception {
        // Given
        writeAll();
        // When
        Answer answer = hub("check");
        // Then
        assertThat(answer.output()).endsWith("No findings.\n");
        assertThat(answer.code()).isZero();
    }

    /** Those whose kamelet is there. */
    private void writeAll() throws IOException {
        Files.createDirectories(folder.resolve("routes/kamelets"));
        try (Stream<Path> kamelets = Files.list(KAMELETS)) {
            for (Path kamelet : kamelets.toList()) {
                Files.copy(kamelet, folder.resolve("routes/kamelets").resolve(kamelet.getFileName()));
            }
        }
        List<Pattern> patterns = Arrays.stream(Pattern.values())
                .filter(pattern -> pattern.kamelet()
                        .map(name -> Files.exists(KAMELETS.resolve(name + ".kamelet.yaml")))
                        .orElse(true))
                .toList();
        for (Pattern pattern : patterns) {
            new NewIntegration(folder).write(pattern, "new-" + pattern.text());
        }
    }

    private record Answer(int code, String output) {}

    /** In a process of its own, because routes name their files from the working directory. */
    private Answer hub(String verb) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                                .collect(Collectors.joining(File.pathSeparator)),
                        "io.d365hub.Hub",
                        verb)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), Files.readString(output));
    }

    @Test
    void nothingIsWrittenOverWhatIsThere() throws IOException {
        // Given
        kamelet();
        Files.createDirectories(folder.resolve("transformations"));
        Files.writeString(folder.resolve("transformations/a.jslt"), "{}");
        // When
        String said = refusal(Pattern.EVENT_PUSH, "a");
        // Then
        assertThat(said)
                .isEqualTo("'transformations/a.jslt' is there already. Choose another name, or move that file away.");
        assertThat(folder.resolve("routes/a.camel.yaml")).doesNotExist();
    }

    @Test
    void aNameThatCannotBeARoutesIsRefused() {
        // Then
        assertThat(refusal(Pattern.EVENT_PUSH, "../a")).startsWith("'../a' cannot be the name of an integration.");
    }

    @Test
    void aPatternWithoutItsKameletIsRefused() {
        // Then
        assertThat(refusal(Pattern.EVENT_PUSH, "a"))
                .startsWith("Pattern 'event-push' needs routes/kamelets/push-source.kamelet.yaml, which is not there.");
    }

    private void kamelet() throws IOException {
        Files.createDirectories(folder.resolve("routes/kamelets"));
        Files.copy(
                KAMELETS.resolve("push-source.kamelet.yaml"),
                folder.resolve("routes/kamelets/push-source.kamelet.yaml"));
    }

    private String refusal(Pattern pattern, String name) {
        try {
            new NewIntegration(folder).write(pattern, name);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
