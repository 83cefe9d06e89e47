package io.d365hub.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.d365hub.HubProcess;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.TestDatabases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench/dead-letters replay [letters] [POSTGRESQL|H2]}: a whole hub whose target refuses nine of ten messages and is mended
 * then. Rates of a machine with other work say little; the time on a processor for each letter says more.
 */
final class ReplayBench {

    private static final String INTEGRATION = "bench-replay";
    private static final int LINES = 500;
    private static final double GOAL = 10_000;
    private static final long PATIENCE_MINUTES = 8;
    private static final double LIVE_RATE = 50;
    private static final long LIVE_MILLIS = 20_000;
    private static final double GOAL_BESIDE = 1.1;

    private final int letters;
    private final TestDatabases kind;
    private final Path data;
    private final Path mended;
    private final DatabaseSettings database;
    private long made;
    private double alone;

    private ReplayBench(int letters, TestDatabases kind, Path data) {
        this.letters = letters;
        this.kind = kind;
        this.data = data;
        this.mended = data.resolve("mended");
        this.database = kind.settings(data.resolve("database"));
    }

    static void run(int letters, TestDatabases kind) throws Exception {
        Path data = Files.createTempDirectory("hub-bench");
        try {
            new ReplayBench(letters, kind, data).run();
        } finally {
            try (var files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void run() throws Exception {
        Table.head("%,d messages die in a whole hub and are replayed, %s".formatted(letters, kind));
        HubProcess settings = new HubProcess(data)
                .with("HUB_ROUTES", "bench/routes-replay")
                .with("HUB_SIMULATOR_ENABLED", "false")
                .with("HUB_DATAVERSE_URL", "http://127.0.0.1:9")
                .with("HUB_DATAVERSE_TENANT_ID", "t")
                .with("HUB_DATAVERSE_CLIENT_ID", "00000000-0000-0000-0000-000000000000")
                .with("HUB_DATAVERSE_CLIENT_SECRET", "s")
                .withClasses(Path.of("target/test-classes"))
                .withOption("-D" + MendedTarget.FILE + "=" + mended)
                .withOption("-Xmx512m");
        String options = System.getProperty("bench.hub-options", "");
        if (!options.isEmpty()) {
            settings.withOption(options);
        }
        if (kind == TestDatabases.POSTGRESQL) {
            settings.with("HUB_DATABASE_URL", database.url())
                    .with("HUB_DATABASE_USER", database.user())
                    .with("HUB_DATABASE_PASSWORD", database.password());
        }
        try (HubProcess hub = settings.start()) {
            die(hub);
            alone = live(hub, "p95 of live messages, from acceptance to verdict, alone", LIVE_MILLIS);
            replay(hub);
            beside(hub);
            cancel(hub);
        }
    }

    private void die(HubProcess hub) throws Exception {
        hub.admin("integrations/" + INTEGRATION + "/suspend", "{}");
        while (made < letters) {
            push(hub);
        }
        Clock clock = new Clock(hub);
        hub.admin("integrations/" + INTEGRATION + "/resume", "{}");
        drained(hub);
        long dead = balance(hub, "dead");
        clock.show("died and were stored", dead, GOAL);
        if (kind == TestDatabases.POSTGRESQL) {
            // Which it does by itself every minute.
            execute("analyze");
        }
    }

    private void replay(HubProcess hub) throws Exception {
        Files.createFile(mended);
        Clock clock = new Clock(hub);
        clock.show("replayed", done(hub, start(hub, "state:open and code:0x8000000*")), GOAL);
    }

    private void beside(HubProcess hub) throws Exception {
        String job = start(hub, "state:open and code:0x8000001*");
        await(() -> report(hub, job).path("delivered").asLong() > 0);
        Clock clock = new Clock(hub);
        double beside = live(hub, "p95 of live messages while letters are replayed", LIVE_MILLIS);
        Table.row("  times as long as alone", beside / alone, "", beside <= alone * GOAL_BESIDE, "1.1");
        clock.show("  replayed meanwhile", report(hub, job).path("delivered").asLong(), 0);
        Clock rest = new Clock(hub);
        long before = report(hub, job).path("delivered").asLong();
        rest.show("  and after the last live message", done(hub, job) - before, 0);
    }

    private static long done(HubProcess hub, String job) throws Exception {
        await(() -> report(hub, job).path("state").asText().equals("DONE")
                && report(hub, job).path("sent").asInt() == 0);
        return report(hub, job).path("delivered").asLong();
    }

    private void cancel(HubProcess hub) throws Exception {
        String job = start(hub, "state:open");
        await(() -> report(hub, job).path("delivered").asInt() > 500);
        long before = System.nanoTime();
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort()
                                        + "/admin/dead-letters/replays/" + job))
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + Files.readString(hub.data().resolve("admin-token"))
                                                        .strip())
                                .DELETE()
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        if (status >= 300) {
            throw new IllegalStateException("Cancelling answered " + status);
        }
        long answered = System.nanoTime();
        await(() -> report(hub, job).path("sent").asInt() == 0);
        double stopped = (System.nanoTime() - before) / 1e9;
        Table.row("cancel: answered", (answered - before) / 1e9, "s");
        Table.row("  until nothing is under way any more", stopped, "s", stopped <= 1, "1 s");
        System.out.println("    " + report(hub, job));
    }

    private static String start(HubProcess hub, String query) throws Exception {
        JsonNode answer = hub.admin("dead-letters/replays", "{\"query\":\"" + query + "\"}");
        if (!answer.has("job")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("job").asText();
    }

    /** Messages with {@code Prefer: wait}, so that the answer comes with the verdict. */
    private static double live(HubProcess hub, String what, long millis) throws Exception {
        String key = hub.apiKey();
        HttpLoad load = new HttpLoad(hub.httpPort(), 16, n -> {
            String body = "{\"order_number\":\"live-" + Math.floorMod(n, 1_000_000_000L) + "\"}";
            return ("POST /push/" + INTEGRATION + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: " + key
                            + "\r\nPrefer: wait=20\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n" + body)
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        });
        double p95 = load.openLoop(millis, LIVE_RATE).latencies().millis(0.95);
        Table.row(what, p95, "ms");
        return p95;
    }

    private void push(HubProcess hub) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append("{\"order_number\":\"order ")
                    .append(made++)
                    .append("\",\"customer\":\"C-1\",\"note\":\"")
                    .append("n".repeat(200))
                    .append("\"}\n");
        }
        var answer = hub.push(INTEGRATION, lines.toString(), "Content-Type", "application/x-ndjson");
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
    }

    private static JsonNode report(HubProcess hub, String job) throws IOException, InterruptedException {
        return hub.admin("dead-letters/replays/" + job, null);
    }

    private static long balance(HubProcess hub, String what) throws IOException, InterruptedException {
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            if (line.path("name").asText().equals(INTEGRATION)) {
                return line.path(what).asLong();
            }
        }
        return 0;
    }

    private void drained(HubProcess hub) throws Exception {
        await(() -> balance(hub, "queued") == 0 && balance(hub, "lagMillis") == 0 && open(hub) >= balance(hub, "dead"));
    }

    private static long open(HubProcess hub) throws Exception {
        long open = 0;
        for (JsonNode group : hub.admin("dead-letters/groups", null).path("groups")) {
            open += group.path("count").asLong();
        }
        return open;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not within " + PATIENCE_MINUTES + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Time on the clock and on processors since it was made. */
    private final class Clock {

        private final HubProcess hub;
        private final long from = System.nanoTime();
        private final double hubFrom;
        private final double databaseFrom;

        Clock(HubProcess hub) throws Exception {
            this.hub = hub;
            this.hubFrom = cpu(hub.pid());
            this.databaseFrom = databaseCpu();
        }

        void show(String what, long number, double goal) throws Exception {
            double rate = number * 1e9 / (System.nanoTime() - from);
            Table.row(what, (double) number, "letters");
            if (goal > 0) {
                Table.row("  a second", rate, "/s", rate >= goal, "%,.0f/s".formatted(goal));
            } else {
                Table.row("  a second", rate, "/s");
            }
            Table.row("  time on a processor of the hub for each", (cpu(hub.pid()) - hubFrom) * 1e6 / number, "us");
            if (kind == TestDatabases.POSTGRESQL) {
                Table.row("  of PostgreSQL for each", (databaseCpu() - databaseFrom) * 1e6 / number, "us");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double cpu(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
    }

    /** The hub's connections; those that ended meanwhile are not counted. */
    private double databaseCpu() throws SQLException {
        if (kind != TestDatabases.POSTGRESQL) {
            return 0;
        }
        double seconds = 0;
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select pid from pg_stat_activity")) {
            while (rows.next()) {
                seconds += cpu(rows.getLong(1));
            }
        }
        return seconds;
    }
}
