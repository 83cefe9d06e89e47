package io.d365hub.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A class with a main method as a process of its own, on the class path of the benchmarks. */
final class BenchProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    private final Process process;

    private BenchProcess(Process process) {
        this.process = process;
    }

    static BenchProcess start(Class<?> main, String... arguments) throws IOException {
        return startWith("-Xmx256m", main, arguments);
    }

    /** The same with another heap: a simulator keeps every row. */
    static BenchProcess startWith(String heap, Class<?> main, String... arguments) throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                String.join(
                        File.pathSeparator,
                        target.resolve("test-classes").toString(),
                        target.resolve("d365-hub.jar").toString(),
                        target.resolve("lib") + "/*"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new BenchProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Waits until something listens on the port. */
    BenchProcess awaitPort(int port) throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return this;
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IllegalStateException("Nothing listens on port " + port + " after " + START);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
