package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a reader of the pages has: a checkout in a folder of its own, its hub running, and a terminal in it. {@code ./hub} is this build's
 * command line, and ports are the test's own. Not thread-safe.
 */
final class DocumentedHub implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SHIM = """
            #!/usr/bin/env bash
            said=$(mktemp -d)
            curl -sS --data-binary @<(printf '%%s\\0' "$said" "$@") http://127.0.0.1:%s/ || exit 70
            cat "$said/out"
            cat "$said/err" >&2
            exit "$(cat "$said/exit")"
            """;

    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> addresses = new TreeMap<>();
    private Process hub;
    private Process commands;
    private Path terminal;

    /** What a script of the shell said, and which of its commands failed: {@code exit code: command}. */
    record Answer(String out, List<String> failed) {}

    DocumentedHub(Path home) {
        this.home = home;
        // A suspended integration does not try a message by itself while a step of the pages looks at it.
        environment.put("HUB_LANE_PROBE_SECONDS", "3600");
        Map.of("HTTP", "8080", "MANAGEMENT", "8081", "SIMULATOR", "8082", "BROKER", "61616")
                .forEach((face, shown) -> {
                    String port = String.valueOf(HubProcess.freePort());
                    environment.put("HUB_" + face + "_PORT", port);
                    addresses.put(":" + shown, ":" + port);
                });
    }

    /** Copies what a checkout has and starts everything; waits until the hub is ready. */
    DocumentedHub start() throws IOException {
        for (String folder : List.of("routes", "transformations", "virtual", "samples", "config")) {
            copy(Path.of(folder));
        }
        Path port = Files.createTempFile(home, "commands", ".txt");
        commands = java(port, "io.d365hub.CommandServer");
        String line = await().atMost(PATIENCE).until(() -> Files.readString(port), said -> said.contains("port "));
        Path shim = Files.writeString(
                home.resolve("hub"), SHIM.formatted(line.strip().replaceFirst(".* ", "")));
        assertThat(shim.toFile().setExecutable(true)).isTrue();
        terminal = Files.createTempFile(home, "terminal", ".txt");
        hub = java(terminal, "io.d365hub.Hub", "run", "--config", "config/hub.properties");
        await().atMost(PATIENCE)
                .until(() -> !hub.isAlive() || Files.readString(terminal).contains("Ready"));
        assertThat(hub.isAlive()).as(Files.readString(terminal)).isTrue();
        return this;
    }

    private void copy(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                Path copy = home.resolve(file);
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private Process java(Path output, String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As ./hub does for commands: what runs for a minute does not gain by the second compiler.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator))));
        line.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs lines as they stand on a page, but for the ports. */
    Answer run(String text) throws IOException, InterruptedException {
        Path failed = Files.createTempFile(home, "failed", ".txt");
        Path out = Files.createTempFile(home, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", "-c", "trap 'echo \"$?: $BASH_COMMAND\" >> " + failed + "' ERR\n" + here(text))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process shell = builder.start();
        assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%s comes to an end", text)
                .isTrue();
        return new Answer(Files.readString(out), Files.readAllLines(failed));
    }

    private String here(String text) {
        String here = text;
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            here = here.replace(address.getKey(), address.getValue());
        }
        return here;
    }

    /** What a command of {@code ./hub} prints with {@code --json}; it must go well. */
    JsonNode json(String command) {
        try {
            Answer answer = run(command + " --json");
            assertThat(answer.failed()).as("%s: %s", command, answer.out()).isEmpty();
            return JSON.readTree(answer.out());
        } catch (IOException e) {
            throw new AssertionError(command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the hub printed in its own terminal. */
    String terminal() throws IOException {
        return Files.readString(terminal);
    }

    /** The port that stands for one of the pages. */
    String port(String shown) {
        return addresses.get(":" + shown).substring(1);
    }

    /** Lines of a shell that stop the hub and wait until it has ended. */
    String stopped() {
        return "kill " + hub.pid() + "\nwhile kill -0 " + hub.pid() + " 2>/dev/null; do sleep 0.1; done\n";
    }

    Path home() {
        return home;
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : Arrays.asList(hub, commands)) {
            if (process != null) {
                process.destroyForcibly();
                process.waitFor();
            }
        }
    }
}
