package io.d365hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hub check} and mistakes in the settings. */
class CheckSettingsTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    private int check(String settings, String... more) throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        Path file = Files.writeString(
                folder.resolve("hub.properties"),
                settings + "\nhub.routes = " + folder.resolve("routes") + "\nhub.data = " + folder.resolve("data")
                        + "\nhub.simulator.port = 0\n");
        PrintWriter printed = new PrintWriter(out, true);
        return HubCommand.run(
                printed,
                printed,
                Stream.concat(Stream.of("check", "--config", file.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void eachIsAFindingWithItsLineAndTheRestIsCheckedAllTheSame() throws IOException {
        // Given
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/broken.camel.yaml"), "- route:\n\tid: broken\n");
        // When
        int exitCode = check("""
                hub.htp.port = 1
                hub.http.port = many
                hub.console.public-url = https://hub.example.com/console?x
                hub.webhook.allowed-addresses = 10.20.0.0/99
                """);
        // Then
        assertThat(exitCode).isEqualTo(ExitCode.FOUND);
        assertThat(out.toString())
                .contains("hub.properties:1: 'hub.htp.port' is no setting. The nearest one is 'hub.http.port'")
                .contains(
                        "hub.properties:2: Setting hub.http.port = 'many' cannot be used. It takes a whole number from")
                .contains("hub.properties:3: ")
                .contains("hub.properties:4: ", "10.20.0.0/99")
                .contains("broken.camel.yaml:2");
    }

    @Test
    void aFolderThatNobodyLooksAtIsRefusedRatherThanFoundInOrder() throws IOException {
        // When
        int exitCode = check("", "docs");
        // Then
        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(out.toString()).contains("Nothing in 'docs' is checked. Name a file or folder in ");
    }

    @Test
    void aDatabaseWithoutAddressIsToldOnce() throws IOException {
        // When
        check("hub.datasource.erp.url = erp:5432");
        // Then
        assertThat(out.toString().lines().filter(line -> line.contains("hub.datasource.erp.url")))
                .singleElement()
                .asString()
                .contains("hub.properties:1: ", "jdbc:");
    }
}
