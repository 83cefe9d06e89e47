package io.d365hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The packaged hub as a process of its own, with its own data folder and ports, so that a test can kill it and start it
 * again on the same data. Not thread-safe but for {@link #kill()}.
 */
public final class HubProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** How long a start may take on a machine of two slow cores on which much else runs. */
    public static final Duration START = Duration.ofMinutes(3);

    /** The same of a stop that was asked for. */
    private static final Duration END_OF_STOP = Duration.ofSeconds(90);
    /** For the end of a process whose output has ended. */
    private static final Duration END = Duration.ofSeconds(1);

    private static final int LOWEST_PORT = 12_000;
    private static final int HIGHEST_PORT = 30_000;
    private static final int KEPT_LINES = 200;
    private static final String READY = "Ready";

    private final Path data;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> prefix = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final ConcurrentLinkedDeque<String> lines = new ConcurrentLinkedDeque<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> ports = new HashMap<>();
    private Process process;
    private Thread reader;

    public HubProcess(Path data) {
        this.data = data;
        environment.put("HUB_DATA", data.toString());
        for (String face : List.of("HTTP", "MANAGEMENT", "SIMULATOR", "BROKER")) {
            int port = freePort();
            ports.put(face, port);
            environment.put("HUB_" + face + "_PORT", String.valueOf(port));
        }
    }

    /** A setting as an environment variable. */
    public HubProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** An option of the JVM. */
    public HubProcess withOption(String option) {
        options.add(option);
        return this;
    }

    /** Classes beside those of the hub, for steps of a test's own routes. */
    public HubProcess withClasses(Path folder) {
        classPath.add(folder.toAbsolutePath());
        return this;
    }

    /** A command that runs the JVM, e.g. strace and its options. */
    public HubProcess under(String... command) {
        prefix.addAll(List.of(command));
        return this;
    }

    /**
     * Starts the hub and waits until it says that it is ready.
     *
     * @param words of the command line behind {@code run}
     */
    public HubProcess start(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(words));
        CompletableFuture<Void> ready = launch(command.toArray(String[]::new));
        try {
            ready.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            String exit = endsWithin(END) ? "exit code " + process.exitValue() : "it still runs";
            process.destroyForcibly();
            throw new IllegalStateException("The hub did not start (" + exit + "):\n" + output(), e);
        }
        return this;
    }

    /** Starts the hub for a start that fails, or for a hub that ends by itself; returns its exit code. */
    public int runToItsEnd(Duration patience) throws IOException, InterruptedException {
        CompletableFuture<Void> unused = launch("run");
        return awaitExit(patience);
    }

    /** Starts another command in the place of {@code run}; the future ends when it says that it is ready. */
    public CompletableFuture<Void> launch(String... arguments) throws IOException {
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("config", "jvm.options").toAbsolutePath());
        command.addAll(options);
        StringBuilder classes = new StringBuilder(target.resolve("d365-hub.jar") + File.pathSeparator)
                .append(target.resolve("lib"))
                .append("/*");
        classPath.forEach(folder -> classes.append(File.pathSeparator).append(folder));
        command.addAll(List.of("-cp", classes.toString(), "io.d365hub.Hub"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Starts it as a person at the terminal does, e.g. with {@code ./hub run}; the same future. */
    public CompletableFuture<Void> launchScript(String... words) throws IOException {
        return start(List.of(words));
    }

    private CompletableFuture<Void> start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        lines.clear();
        process = builder.start();
        CompletableFuture<Void> ready = new CompletableFuture<>();
        Process started = process;
        reader = new Thread(() -> read(started, ready), "hub-output");
        reader.setDaemon(true);
        reader.start();
        return ready;
    }

    private void read(Process started, CompletableFuture<Void> ready) {
        try (BufferedReader reader = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                if (lines.size() > KEPT_LINES) {
                    lines.poll();
                }
                if (line.contains(READY)) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            lines.add("(output ended: " + e.getMessage() + ")");
        }
        ready.completeExceptionally(new IllegalStateException("The process ended"));
    }

    /** The environment variables that make a command line speak to this process. */
    public Map<String, String> settings() {
        return Map.copyOf(environment);
    }

    /** The last lines that it printed. */
    public String output() {
        return String.join("\n", lines);
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time that it has used, nanoseconds. */
    public long cpuNanos() {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks the process to stop, as Ctrl-C or an orchestrator does, and returns its exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitExit(END_OF_STOP);
    }

    /** Sends a signal, e.g. {@code INT} as Ctrl-C does. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
    }

    /** Waits for that long at most; whether the process has ended. */
    public boolean endsWithin(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the process ends by itself and returns its exit code; {@link #output} is complete then. */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("The hub did not end within " + patience + ":\n" + output());
        }
        reader.join(patience.toMillis());
        return process.exitValue();
    }

    public int httpPort() {
        return ports.get("HTTP");
    }

    public int managementPort() {
        return ports.get("MANAGEMENT");
    }

    public int simulatorPort() {
        return ports.get("SIMULATOR");
    }

    public int brokerPort() {
        return ports.get("BROKER");
    }

    public Path data() {
        return data;
    }

    public String apiKey() throws IOException {
        return Files.readString(data.resolve("dev-api-key")).strip();
    }

    /** Posts a message until the hub has taken it or refused it. */
    public HttpResponse<String> pushPatiently(String integration, String body, String... headers) {
        String[] all = PatientClient.withKey(headers);
        return PatientClient.answer(() -> push(integration, body, all));
    }

    /** Posts a message once, with the development key. */
    public HttpResponse<String> push(String integration, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + httpPort() + "/push/" + integration))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-Key", apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The state that {@code GET /messages/{id}} tells. */
    public String state(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/messages/" + id))
                .header("X-API-Key", apiKey())
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                .path("state")
                .asText();
    }

    /** Calls the admin API; {@code body} null means GET. */
    public JsonNode admin(String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(adminText(path, body));
    }

    /** What {@code GET /admin/status} says of an integration. */
    public JsonNode integration(String name) throws IOException, InterruptedException {
        for (JsonNode integration : admin("status", null).path("integrations")) {
            if (integration.path("name").asText().equals(name)) {
                return integration;
            }
        }
        throw new IllegalStateException("The hub has no integration " + name);
    }

    /** As {@link #admin}, for answers that are no single JSON value. */
    public String adminText(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort() + "/admin/" + path))
                .timeout(Duration.ofSeconds(60))
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(data.resolve("admin-token")).strip())
                .header("Content-Type", "application/json");
        request = body == null ? request.GET() : request.POST(BodyPublishers.ofString(body));
        return http.send(request.build(), BodyHandlers.ofString()).body();
    }

    /** Calls the simulator's control endpoints; {@code body} null means GET. */
    public JsonNode simulator(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + simulatorPort() + "/_simulator/" + path))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    @Override
    public void close() throws InterruptedException {
        if (isAlive()) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /**
     * A free port below those that the system gives to outgoing connections: one of these could take a port between the
     * look and the start of the hub.
     */
    public static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // In use: the next one.
            }
        }
        throw new IllegalStateException("No free port from " + LOWEST_PORT + " to " + HIGHEST_PORT);
    }
}
