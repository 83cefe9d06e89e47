package io.d365hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./hub} as a person at the terminal does. Not thread-safe. */
public final class Launcher {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path outputs;
    private final Map<String, String> environment = new HashMap<>();

    /** @param outputs folder for what the commands print */
    public Launcher(Path outputs) {
        this.outputs = outputs;
    }

    /** What a command said. */
    public record Answer(int exitCode, String out, String err) {}

    /** A setting as an environment variable. */
    public Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs {@code ./hub} with these words and waits until it ends. */
    public Answer hub(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./hub"));
        command.addAll(List.of(words));
        return run(command);
    }

    /** Runs a line of a shell in the root folder of the project. */
    public Answer shell(String line) throws IOException, InterruptedException {
        return run(List.of("bash", "-c", line));
    }

    private Answer run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(outputs, "launcher", ".out");
        Path err = Files.createTempFile(outputs, "launcher", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " did not end within " + PATIENCE);
        }
        return new Answer(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
