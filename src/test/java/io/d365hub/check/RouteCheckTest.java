package io.d365hub.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each folder of {@code src/test/resources/check} but {@code base} is a hub that somebody wrote with a mistake in it, laid
 * over the base; its {@code expected.txt} holds what the check says, word for word.
 */
class RouteCheckTest {

    private static final Path HUBS = Path.of("src/test/resources/check");
    private static final String EXPECTED = "expected.txt";

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> whatTheCheckSays() throws IOException {
        try (Stream<Path> hubs = Files.list(HUBS)) {
            return hubs
                    .filter(hub -> Files.exists(hub.resolve(EXPECTED)))
                    .sorted()
                    .map(hub -> dynamicTest(hub.getFileName().toString(), () -> {
                        // Given
                        Path home = folder.resolve(hub.getFileName());
                        copy(HUBS.resolve("base"), home);
                        copy(hub, home);
                        // When
                        List<Finding> findings =
                                Checks.files(home, Path.of("routes")).findings();
                        // Then
                        assertThat(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")))
                                .isEqualTo(
                                        Files.readString(hub.resolve(EXPECTED)).strip());
                    }))
                    .toList()
                    .stream();
        }
    }

    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
