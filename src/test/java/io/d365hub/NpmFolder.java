package io.d365hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Public packages of npm that are used together, fetched once into {@code target/npm/<name>} with the ordinary npm. */
public final class NpmFolder {

    private static final long PATIENCE_SECONDS = 300;

    private NpmFolder() {}

    /**
     * The folder whose {@code node_modules} has the packages. Skips the test, with the line that helps, when Node.js or a
     * package cannot be had; fails it when {@code HUB_ALL_TESTS} is true.
     *
     * @param packages with their versions, e.g. {@code o.js@2.0.0}; all at once, because npm takes others away
     */
    public static Path require(String name, String... packages) throws IOException, InterruptedException {
        Path folder = Path.of("target", "npm", name);
        need(run(List.of("node", "--version")) == 0, "Node.js is missing. Install it: apt-get install nodejs npm");
        Path mark = folder.resolve("node_modules")
                .resolve(".fetched-" + String.join(",", packages).hashCode());
        if (!Files.exists(mark)) {
            Files.createDirectories(folder);
            List<String> install = new ArrayList<>(List.of(
                    "npm",
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    // None of them needs more than its files.
                    "--ignore-scripts",
                    "--prefix",
                    folder.toString()));
            install.addAll(List.of(packages));
            need(run(install) == 0, name + " is missing. Fetch it: " + String.join(" ", install));
            Files.createFile(mark);
        }
        return folder;
    }

    static void need(boolean there, String why) {
        if (!there && Boolean.parseBoolean(System.getenv("HUB_ALL_TESTS"))) {
            throw new AssertionError("HUB_ALL_TESTS is true, but " + why);
        }
        Assumptions.assumeTrue(there, why);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return 127;
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** All that a program printed, with its exit code in the last line when it failed. */
    public static Output output(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(process.waitFor(), text);
    }

    /**
     * What a program did.
     *
     * @param code its exit code
     * @param text all that it printed
     */
    public record Output(int code, String text) {}
}
