package io.d365hub.bench;

import io.d365hub.HubProcess;
import io.d365hub.batch.BatchStart;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code bench/batch}: rows of a file through a mapping into Dataverse, against a client that sends prepared bodies. */
public final class BatchBench {

    private static final int ROWS = Integer.getInteger("bench.rows", 1_000_000);
    static final int ROWS_A_CALL = 1_000;
    private static final int PARALLEL = 4;
    private static final double GOAL = 0.8;

    private final SimulatorControl simulator;
    private final Path folder;
    private final boolean lines;

    BatchBench(SimulatorControl simulator, Path folder, boolean lines) {
        this.simulator = simulator;
        this.folder = folder;
        this.lines = lines;
    }

    /**
     * @param arguments parts: {@code load}, {@code lines} (from a file of JSON lines, read by the smallest source, instead of
     *     CSV), {@code again}, {@code reverse}, {@code heap}, {@code limits}; {@code load} when none is named
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("batch-bench");
        try (SimulatorControl simulator = new SimulatorControl()) {
            BatchPartsBench parts = new BatchPartsBench(simulator, folder);
            for (String part : arguments.length == 0 ? new String[] {"load"} : arguments) {
                switch (part) {
                    case "load" -> new BatchBench(simulator, folder, false).load();
                    case "lines" -> new BatchBench(simulator, folder.resolve("lines"), true).load();
                    case "again" -> parts.again();
                    case "reverse" -> parts.reverse();
                    case "heap" -> parts.heap();
                    case "limits" -> parts.limits();
                    default -> throw new IllegalArgumentException(part + " is no part of bench/batch");
                }
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private void load() throws Exception {
        Table.head(String.format(
                java.util.Locale.ROOT,
                "%,d rows of 10 columns from a file, mapped and upserted; 40 ms a request and 0.02 ms a row, no limits, hub"
                        + " with 256 MB",
                ROWS));
        simulator.limits(0, 0, 0, 300);
        simulator.latency(40, 0.02);
        double bare = bare();
        Table.row("a client that sends prepared bodies of 1,000 rows, 4 at once", bare, "rows/s");
        if (!lines) {
            new BatchPartsBench(simulator, folder).load(bare);
            return;
        }
        double hub = hub();
        Table.row("the hub", hub, "rows/s");
        Table.row("  part of the client", hub / bare, "", hub >= GOAL * bare, "0.8");
    }

    // --- The client

    private double bare() throws Exception {
        simulator.client("bench-bare", BenchClient.SECRET);
        String token = simulator.token("bench-bare");
        int calls = ROWS / ROWS_A_CALL;
        byte[][] requests = new byte[calls][];
        for (int call = 0; call < calls; call++) {
            requests[call] = request(call, token);
        }
        // Twice, so that the simulator is as warm for the one as for the other.
        long seconds = Math.max(3, ROWS / 60_000L);
        new HttpLoad(simulator.url().getPort(), PARALLEL, n -> requests[Math.floorMod(n, calls)])
                .closedLoop(TimeUnit.SECONDS.toMillis(seconds));
        HttpLoad.Result result = new HttpLoad(
                        simulator.url().getPort(), PARALLEL, n -> requests[Math.floorMod(n, calls)])
                .closedLoop(TimeUnit.SECONDS.toMillis(seconds));
        return result.perSecond() * ROWS_A_CALL;
    }

    private byte[] request(int call, String token) {
        byte[] body = body(call);
        byte[] head = ("POST /api/data/v9.2/accounts/Microsoft.Dynamics.CRM.UpsertMultiple HTTP/1.1\r\nHost: "
                        + simulator.url().getAuthority() + "\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** The body of one UpsertMultiple. */
    byte[] body(int call) {
        StringBuilder targets = new StringBuilder("{\"Targets\":[");
        for (int i = 0; i < ROWS_A_CALL; i++) {
            int row = call * ROWS_A_CALL + i;
            targets.append(i == 0 ? "" : ",")
                    .append(
                            "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"@odata.id\":\"accounts(accountnumber='B")
                    .append(row)
                    .append("')\",\"name\":\"Customer ")
                    .append(row)
                    .append("\",\"emailaddress1\":\"post")
                    .append(row)
                    .append("@example.org\",\"telephone1\":\"+46 8 123 ")
                    .append(row)
                    .append("\",\"websiteurl\":\"https://example.org/")
                    .append(row)
                    .append("\",\"address1_line1\":\"Street ")
                    .append(row)
                    .append("\",\"address1_city\":\"City ")
                    .append(row % 500)
                    .append("\",\"address1_postalcode\":\"")
                    .append(10_000 + row % 80_000)
                    .append("\",\"address1_country\":\"SE\",\"description\":\"Imported in the night\"}");
        }
        return targets.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    // --- The hub

    private double hub() throws Exception {
        writeFile();
        writeRoutes();
        Path status = folder.resolve("status");
        URI url = simulator.url();
        simulator.client("bench-hub", BenchClient.SECRET);
        HubProcess process = new HubProcess(Files.createDirectories(folder.resolve("data")))
                .with("HUB_ROUTES", folder.resolve("routes").toString())
                .with("HUB_SIMULATOR_ENABLED", "false")
                .with("HUB_DATAVERSE_URL", url.toString())
                .with("HUB_DATAVERSE_TOKEN_URL", simulator.tokenUrl().toString())
                .with("HUB_DATAVERSE_CONCURRENCY", String.valueOf(PARALLEL))
                .with("HUB_DATAVERSE_TENANT_ID", "bench")
                .with("HUB_DATAVERSE_CLIENT_ID", "bench-hub")
                .with("HUB_DATAVERSE_CLIENT_SECRET", BenchClient.SECRET)
                .withClasses(Path.of("target/test-classes"))
                .withOption("-Xmx256m")
                .withOption("-D" + BatchStart.STATUS + "=" + status);
        System.getProperty("bench.hub.options", "").lines().forEach(process::withOption);
        try (HubProcess hub = process.start()) {
            while (!Files.exists(status) || Files.readString(status).startsWith("RUNNING")) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            String[] words = Files.readString(status).split(" ", -1);
            if (!words[0].equals("COMPLETED") || Integer.parseInt(words[2]) != ROWS) {
                throw new IllegalStateException(String.join(" ", words) + "\n" + hub.output());
            }
            return ROWS * 1000.0 / Long.parseLong(words[6]);
        }
    }

    private void writeFile() throws IOException {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        try (BufferedWriter out = Files.newBufferedWriter(drop.resolve("customers.ndjson"))) {
            for (int row = 0; row < ROWS; row++) {
                out.write(json(values(row)));
            }
        }
    }

    static void writeCsv(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("number,name,email,phone,web,street,city,zip,country,note\n");
            for (int row = 0; row < rows; row++) {
                out.write(String.join(",", values(row)) + "\n");
            }
        }
    }

    private static String[] values(int row) {
        return new String[] {
            "H" + row,
            "Customer " + row,
            "post" + row + "@example.org",
            "+46 8 123 " + row,
            "https://example.org/" + row,
            "Street " + row,
            "City " + row % 500,
            String.valueOf(10_000 + row % 80_000),
            "SE",
            "Imported in the night"
        };
    }

    private static String json(String[] values) {
        String[] names = {"number", "name", "email", "phone", "web", "street", "city", "zip", "country", "note"};
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < names.length; i++) {
            json.append(i == 0 ? "\"" : ",\"")
                    .append(names[i])
                    .append("\":\"")
                    .append(values[i])
                    .append('"');
        }
        return json.append("}\n").toString();
    }

    private void writeRoutes() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        BatchRuns.copyKamelets(routes);
        Files.writeString(routes.resolve("customers-to-dataverse.camel.yaml"), """
                - route:
                    id: customers-to-dataverse
                    from:
                      uri: batch-lines:customers
                      parameters:
                        recordKey: /number
                        file: %s
                      steps:
                        - to: jslt:file:bench/routes-batch/customer.jslt
                        - to: dataverse:accounts?operation=upsert&key=accountnumber
                """.formatted(
                        folder.resolve("drop/customers.ndjson")));
        Files.writeString(routes.resolve("start-to-batch.camel.yaml"), """
                - route:
                    id: start-to-batch
                    from:
                      uri: timer:start?period=200&delay=0
                      steps:
                        - setBody: {constant: customers}
                        - process: {ref: "#class:io.d365hub.batch.BatchStart"}
                """);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
