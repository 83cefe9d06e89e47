package io.d365hub.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A public package of npm, fetched once into a folder of its own in {@code target/npm} with the ordinary npm. */
public final class NpmPackage {

    private static final Path FOLDER = Path.of("target", "npm");
    private static final long PATIENCE_SECONDS = 120;

    private NpmPackage() {}

    /**
     * The folder whose {@code node_modules} has the package. Skips the test, with the line that helps, when Node.js or
     * the package cannot be had; fails it when {@code HUB_ALL_TESTS} is true.
     */
    public static Path require(String name, String version) throws IOException, InterruptedException {
        need(run("node", "--version").code() == 0, "Node.js is missing. Install it: apt-get install nodejs npm");
        // Of its own, because npm removes what it was not asked for this time.
        Path folder = FOLDER.resolve(name.replace('/', '_'));
        if (!Files.isRegularFile(folder.resolve("node_modules").resolve(name).resolve("package.json"))) {
            Files.createDirectories(folder);
            String[] install = {
                "npm",
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--prefix",
                folder.toString(),
                name + "@" + version
            };
            Output installed = run(install);
            need(
                    installed.code() == 0,
                    name + " is missing. Fetch it: " + String.join(" ", install) + "\n" + installed.text());
        }
        return folder;
    }

    private static void need(boolean there, String why) {
        if (!there && Boolean.parseBoolean(System.getenv("HUB_ALL_TESTS"))) {
            throw new AssertionError("HUB_ALL_TESTS is true, but " + why);
        }
        Assumptions.assumeTrue(there, why);
    }

    /**
     * What a program did.
     *
     * @param code its exit code; 127 when it could not be started
     * @param text all that it printed
     */
    public record Output(int code, String text) {}

    public static Output run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return new Output(127, e.getMessage());
        }
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Output(process.waitFor(), text);
    }
}
