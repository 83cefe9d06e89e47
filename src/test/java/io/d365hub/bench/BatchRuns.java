package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A hub of 256 MB with one batch, {@code customers}, as a process of its own: starts runs and says what they took. */
final class BatchRuns implements AutoCloseable {

    static final String BATCH = "customers";

    private static final Pattern AFTER_COLLECTION = Pattern.compile("->(\\d+)M\\(");
    private static final long TICKS_PER_SECOND = 100;

    private final HubProcess hub;
    private final Path log;

    /** What a run took. */
    record Run(JsonNode told, double seconds, double cpuSeconds, long peakMegabytes) {

        double rowsPerSecond() {
            return told.path("read").asLong() / seconds;
        }
    }

    /** Starts the hub; its route reads from and writes to what {@code route} says. */
    BatchRuns(SimulatorControl simulator, Path folder, int parallel, String route) throws Exception {
        this(simulator, folder, parallel, route, 300);
    }

    /** @param window seconds in which the simulator counts its limits, as an environment's hub is told them */
    BatchRuns(SimulatorControl simulator, Path folder, int parallel, String route, int window) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        copyKamelets(routes);
        Files.writeString(routes.resolve(BATCH + ".camel.yaml"), route);
        simulator.client("bench-hub", BenchClient.SECRET);
        log = folder.resolve("gc.log");
        hub = new HubProcess(Files.createDirectories(folder.resolve("data")))
                .with("HUB_ROUTES", routes.toString())
                .with("HUB_SIMULATOR_ENABLED", "false")
                .with("HUB_DATAVERSE_URL", simulator.url().toString())
                .with("HUB_DATAVERSE_TOKEN_URL", simulator.tokenUrl().toString())
                .with("HUB_DATAVERSE_CONCURRENCY", String.valueOf(parallel))
                .with("HUB_DATAVERSE_WINDOW_SECONDS", String.valueOf(window))
                .with("HUB_DATAVERSE_TENANT_ID", "bench")
                .with("HUB_DATAVERSE_CLIENT_ID", "bench-hub")
                .with("HUB_DATAVERSE_CLIENT_SECRET", BenchClient.SECRET)
                .withClasses(Path.of("target/test-classes"))
                .withOption("-Xmx256m")
                .withOption("-Xlog:gc:file=" + log);
        System.getProperty("bench.hub.options", "").lines().forEach(hub::withOption);
        hub.start();
    }

    static void copyKamelets(Path routes) throws IOException {
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        try (Stream<Path> shipped = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : shipped.toList()) {
                Files.copy(kamelet, kamelets.resolve(kamelet.getFileName()));
            }
        }
    }

    void begin(boolean full) throws Exception {
        JsonNode started = hub.admin("batches/" + BATCH + "/runs", "{\"full\":" + full + "}");
        if (!started.has("run")) {
            throw new IllegalStateException(started + "\n" + hub.output());
        }
    }

    JsonNode run() throws Exception {
        return hub.admin("batches/" + BATCH, null).path("run");
    }

    /** A run from start to end. */
    Run whole(boolean full) throws Exception {
        long cpu = cpuTicks();
        int logged = logLines();
        begin(full);
        JsonNode run = run();
        while (run.path("state").asText().equals("running")) {
            TimeUnit.MILLISECONDS.sleep(200);
            run = run();
        }
        if (!run.path("state").asText().equals("completed")) {
            throw new IllegalStateException(run + "\n" + hub.output());
        }
        Duration took = Duration.between(
                Instant.parse(run.path("startedAt").asText()),
                Instant.parse(run.path("endedAt").asText()));
        return new Run(
                run, took.toMillis() / 1000.0, (cpuTicks() - cpu) / (double) TICKS_PER_SECOND, peakSince(logged));
    }

    /** Processor time that the hub has used. */
    private long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + hub.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private int logLines() throws IOException {
        return Files.readAllLines(log).size();
    }

    /** The most that was left after a collection. */
    private long peakSince(int line) throws IOException {
        long peak = 0;
        for (String text : Files.readAllLines(log).subList(line, logLines())) {
            Matcher left = AFTER_COLLECTION.matcher(text);
            if (left.find()) {
                peak = Math.max(peak, Long.parseLong(left.group(1)));
            }
        }
        return peak;
    }

    @Override
    public void close() throws InterruptedException {
        hub.close();
    }
}
