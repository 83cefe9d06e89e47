package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/tutorial.md as its reader follows it: every file is written, every command typed, in their order. */
@Timeout(420)
class TutorialTest {

    /** A file (its name, then its block), or a block of commands. */
    private static final Pattern STEP = Pattern.compile(
            "(?ms)^(?:`(?<file>[^`\\n]+)`\\n\\n```\\w*\\n(?<text>.*?)^```$|```bash\\n(?<commands>.*?)^```$)");

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private Process hub;
    private int simulator;

    @BeforeEach
    void checkout() throws IOException {
        Files.createDirectories(home.resolve("routes/kamelets"));
        Files.createDirectories(home.resolve("config"));
        Files.copy(Path.of("config/hub.properties"), home.resolve("config/hub.properties"));
        try (Stream<Path> kamelets = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : kamelets.toList()) {
                Files.copy(kamelet, home.resolve("routes/kamelets").resolve(kamelet.getFileName()));
            }
        }
        int http = HubProcess.freePort();
        simulator = HubProcess.freePort();
        environment.put("HUB_HTTP_PORT", String.valueOf(http));
        environment.put("HUB_MANAGEMENT_PORT", String.valueOf(HubProcess.freePort()));
        environment.put("HUB_SIMULATOR_PORT", String.valueOf(simulator));
        environment.put("HUB_BROKER_PORT", String.valueOf(HubProcess.freePort()));
        environment.put("PORTAL_URL", "http://localhost:" + http + "/sample/supplier-invoices");
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (hub != null) {
            hub.destroy();
            hub.waitFor(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void itsFilesPassAndItsIntegrationWritesTheInvoices() throws Exception {
        // Given
        Matcher step = STEP.matcher(Files.readString(Path.of("docs/tutorial.md")));
        // When
        StringBuilder said = new StringBuilder();
        while (step.find()) {
            if (step.group("file") != null) {
                write(step.group("file"), step.group("text"));
            } else {
                for (String command : step.group("commands").lines().toList()) {
                    if (command.contains("dead-letters")) {
                        // One of the invoices waits ten seconds for its supplier first.
                        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                                        type(command).lines().filter(line -> line.contains(" OPEN ")))
                                .hasSize(2));
                    }
                    said.append(type(command));
                }
            }
        }
        // Then
        assertThat(said.toString())
                .contains("3 cases, all passed")
                .contains("No findings.")
                .contains("written 2, rejected 1, parked 1")
                .contains("Invoice F-2026-004 was not sent to Dataverse. (row 4 of page 1) The amount is 'n/a'");
        JsonNode rows = new SimulatedDataverse(simulator).rows("hub_supplierinvoices", "hub_amount gt 0");
        assertThat(rows)
                .extracting(row -> row.path("hub_invoicenumber").asText())
                .containsExactlyInAnyOrder("F-2026-001", "F-2026-002");
    }

    private void write(String file, String text) throws IOException {
        Path target = home.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    /** What the command printed; it must go well. The hub itself keeps running. */
    private String type(String command) throws IOException, InterruptedException {
        assertThat(command).startsWith("./hub ");
        Path output = Files.createTempFile(home, "output", ".txt");
        Process process = process(command.substring("./hub ".length()).split(" "), output);
        if (command.equals("./hub run")) {
            hub = process;
            await().atMost(PATIENCE)
                    .until(() -> !hub.isAlive() || Files.readString(output).contains("Ready"));
            assertThat(hub.isAlive()).as(Files.readString(output)).isTrue();
            return "";
        }
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(command)
                .isTrue();
        String said = Files.readString(output);
        // The batch rejects an invoice, and says so by its exit code, too.
        assertThat(process.exitValue())
                .as("%s: %s", command, said)
                .isEqualTo(command.startsWith("./hub batch start") ? 1 : 0);
        return said;
    }

    private Process process(String[] words, Path output) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                "io.d365hub.Hub"));
        line.addAll(Arrays.asList(words));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
