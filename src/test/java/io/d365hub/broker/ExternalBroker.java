package io.d365hub.broker;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An Artemis in a process of its own, for tests: the hub's own broker settings on a TCP port, with a fixed password for the
 * hub. Start it with {@link #start}; it can be killed and frozen.
 */
public final class ExternalBroker implements AutoCloseable {

    public static final String USER = BrokerSettings.DEFAULT_HUB_USER;
    public static final String PASSWORD = "password-of-a-test";
    private static final String READY = "ready on port ";

    private final Process process;
    private final int port;

    private ExternalBroker(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a process; port 0: any free one. Returns when it takes connections. */
    public static ExternalBroker start(Path folder, int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExternalBroker.class.getName(),
                        folder.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                drain(out);
                return new ExternalBroker(process, Integer.parseInt(line.substring(READY.length())));
            }
            said.append(line).append(File.pathSeparator);
        }
        throw new IOException("The broker's process ended: " + said);
    }

    private static void drain(BufferedReader out) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (out.readLine() != null) {
                            // Keep the pipe empty.
                        }
                    } catch (IOException e) {
                        // The process was killed.
                    }
                },
                "external-broker-output");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public BrokerConnections connections() {
        return BrokerConnections.external(url(), USER, PASSWORD);
    }

    /** As kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    /** Stops it in its tracks, its connections stay open. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " answered " + code);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** The process. Arguments: folder, port. */
    public static void main(String[] args) throws InterruptedException {
        BrokerSettings settings = BrokerSettings.in(Path.of(args[0]))
                .withPort(Integer.parseInt(args[1]))
                .withHubPassword(PASSWORD);
        try (EmbeddedBroker broker = EmbeddedBroker.start(settings, TestBroker::clients)) {
            System.out.println(READY + broker.port());
            new CountDownLatch(1).await();
        }
    }
}
