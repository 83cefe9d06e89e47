package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files of a running hub change under its feet. Each test has an integration of its own. */
class SafeReloadTest {

    private static final Path VIRTUAL = temporaryFolder();

    @RegisterExtension
    static final HubFixture HUB = HubFixture.with(
                    file("flow", seen("flow", "one")),
                    file("broken", seen("broken", "one")),
                    file("refused", seen("refused", "one")),
                    file("gone", seen("gone", "one")),
                    file("slept", seen("slept", "one")),
                    file("split", seen("split", "one")),
                    file("storm", seen("storm", "0")),
                    file("web", web("hello")),
                    file("lines", """
                    - route:
                        id: lines
                        from:
                          uri: kamelet:batch-file-source
                          parameters: {batch: lines, recordKey: /key, directory: in/lines}
                          steps:
                            - process: {ref: "#class:io.d365hub.SeenInOrder"}
                    """),
                    file("rows", rows("one")))
            .setting("hub.virtual.folder", VIRTUAL.toString());

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("virtual");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rows(String version) {
        return """
                - route:
                    id: rows
                    from:
                      uri: kamelet:batch-file-source
                      parameters: {batch: rows, recordKey: /key, directory: in/rows}
                      steps:
                        - setHeader: {name: version, constant: %s}
                        - process: {ref: "#class:io.d365hub.SafeReloadTest$Rows"}
                """.formatted(version);
    }

    /** The rows of the batch, as they came; in the first version those from 300 on end only when the route is being replaced. */
    public static final class Rows implements Processor {

        static final List<String> SEEN = new CopyOnWriteArrayList<>();
        static final CountDownLatch HALF_WAY = new CountDownLatch(1);

        @Override
        public void process(Exchange exchange) {
            String row = exchange.getMessage().getBody(String.class).replaceAll("\\D", "");
            String version = exchange.getMessage().getHeader("version", String.class);
            if (version.equals("one") && Integer.parseInt(row) >= 300) {
                HALF_WAY.countDown();
                await().atMost(HubFixture.PATIENCE).until(() -> !runs(exchange));
            }
            SEEN.add(version + " " + row);
        }

        private static boolean runs(Exchange exchange) {
            return exchange.getContext().getRoutes().stream()
                    .map(Route::getConsumer)
                    .filter(consumer -> consumer.getEndpoint().getEndpointUri().startsWith("batch-file://rows"))
                    .anyMatch(consumer -> ((StatefulService) consumer).isStarted());
        }
    }

    private static TestRoute file(String id, String text) {
        return TestRoute.file(id, text);
    }

    /** A route whose target sees each message behind the version of the route. */
    private static String seen(String integration, String version) {
        return """
                - route:
                    id: %s
                    from:
                      uri: kamelet:push-source
                      parameters: {integration: %s, recordKey: /key, partitions: 4}
                      steps:
                        - setBody: {simple: '%s ${header.tag}${body}'}
                        - process: {ref: "#class:io.d365hub.SeenInOrder"}
                """.formatted(integration, integration, version);
    }

    private static String mapped(String integration, Path mapping) {
        return seen(integration, "-")
                .replace("- setBody: {simple: '- ${header.tag}${body}'}", "- to: jslt:file:" + mapping);
    }

    private static String web(String path) {
        return """
                - route:
                    id: web
                    from:
                      uri: platform-http:/site/%s
                      steps:
                        - setBody: {constant: "%s to you"}
                """.formatted(path, path);
    }

    // --- Steps

    private static void write(String route, String text) {
        write(HUB.routes().resolve(route + ".camel.yaml"), text);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode reload() {
        return HubFixture.json(HUB.admin("GET", "status", null)).path("reload");
    }

    private static String sentences() {
        return reload().path("sentences").toString();
    }

    private static void awaitSentence(String... parts) {
        await("the status tells " + List.of(parts))
                .atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(sentences()).contains(parts));
    }

    private static void awaitNoSentenceOf(String file) {
        await(file + " is in use").atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(sentences())
                .doesNotContain(file));
    }

    /** Sends messages until one is worked by this version of the route. */
    private static void awaitVersion(String integration, String version) {
        AtomicInteger probe = new AtomicInteger();
        await(integration + " runs in version " + version)
                .atMost(HubFixture.PATIENCE)
                .until(() -> {
                    String id =
                            HUB.accepted(integration, "{\"key\": \"probe\", \"n\": " + probe.incrementAndGet() + "}");
                    HUB.awaitState(id, "delivered");
                    List<String> bodies = SeenInOrder.of(integration).get("probe");
                    return bodies.get(bodies.size() - 1).startsWith(version);
                });
    }

    // --- Tests

    @Test
    void reload_inTheMiddleOf10000Messages_losesNoneDoublesNoneAndKeepsTheOrderOfEachKey() {
        // Given
        int keys = 100;
        int each = 100;
        AtomicInteger reloads = new AtomicInteger();
        List<String> closedDoors = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<List<Integer>> posts = CompletableFuture.supplyAsync(() -> {
            List<Integer> answers = new ArrayList<>();
            // A fast machine has posted them all before the first reload: it goes on until there were two.
            for (int n = 0; n < each || reloads.get() < 2; n++) {
                int round = n;
                String lines = IntStream.range(0, keys)
                        .mapToObj(key -> "{\"key\": \"k" + key + "\", \"n\": " + round + "}")
                        .collect(Collectors.joining("\n"));
                answers.add(pushed("flow", lines, closedDoors).statusCode());
            }
            return answers;
        });

        // When
        int version = 0;
        while (!posts.isDone()) {
            version++;
            long before = reload().path("reloads").asLong();
            write("flow", seen("flow", "v" + version));
            await().atMost(HubFixture.PATIENCE)
                    .until(() -> reload().path("reloads").asLong() > before);
            reloads.incrementAndGet();
        }

        // Then
        int rounds = posts.join().size();
        assertThat(closedDoors).as("the doors stay open").isEmpty();
        assertThat(posts.join()).containsOnly(202);
        await().atMost(HubFixture.PATIENCE).until(() -> SeenInOrder.count("flow") >= keys * rounds);
        Map<String, List<Integer>> numbers = new HashMap<>();
        SeenInOrder.of("flow")
                .forEach((key, bodies) -> numbers.put(
                        key,
                        bodies.stream()
                                .map(body -> Integer.parseInt(body.replaceAll(".*\"n\": (\\d+)}", "$1")))
                                .toList()));
        assertThat(numbers).hasSize(keys).allSatisfy((key, seen) -> assertThat(seen)
                .as(key)
                .isEqualTo(IntStream.range(0, rounds).boxed().toList()));
        assertThat(SeenInOrder.of("flow").values().stream()
                        .flatMap(List::stream)
                        .map(body -> body.substring(0, body.indexOf(' ')))
                        .distinct()
                        .count())
                .as("versions at work")
                .isGreaterThan(1);
    }

    /** Sends again what a slow machine could not store in time, and tells what was refused because of the route. */
    private static HttpResponse<String> pushed(String integration, String lines, List<String> closedDoors) {
        String[] headers = PatientClient.withKey("Content-Type", "application/x-ndjson");
        return PatientClient.answer(() -> {
            HttpResponse<String> answer = HUB.push(integration, lines, headers);
            if (answer.body().contains("is not running")) {
                closedDoors.add(answer.body());
            }
            return answer;
        });
    }

    @Test
    void newFile_isTaken() {
        // When
        write("fresh", seen("fresh", "one"));

        // Then
        await().atMost(HubFixture.PATIENCE)
                .until(() -> HUB.push("fresh", "{\"key\": \"1\"}").statusCode() == 202);
        await().atMost(HubFixture.PATIENCE).until(() -> SeenInOrder.count("fresh") > 0);
    }

    @Test
    void deletedFile_ofARouteAtWork_endsIt_andWhatItHadAcceptedIsWorkedWhenItComesBack() throws IOException {
        // Given
        awaitVersion("gone", "one");
        HUB.admin("POST", "integrations/gone/suspend", "{}");
        HUB.accepted("gone", "{\"key\": \"left\"}");

        // When
        Files.delete(HUB.routes().resolve("gone.camel.yaml"));

        // Then
        await().atMost(HubFixture.PATIENCE)
                .until(() -> HUB.push("gone", "{\"key\": \"1\"}").statusCode() == 404);
        assertThat(SeenInOrder.of("gone")).doesNotContainKey("left");
        write("gone", seen("gone", "two"));
        await().atMost(HubFixture.PATIENCE)
                .until(() -> HUB.admin("POST", "integrations/gone/resume", "{}").statusCode() == 200);
        await().atMost(HubFixture.PATIENCE).until(() -> SeenInOrder.of("gone").containsKey("left"));
    }

    @Test
    void brokenYaml_isToldWithItsLine_andTheVersionBeforeGoesOnRunning() {
        // Given
        awaitVersion("broken", "one");

        // When
        write("broken", seen("broken", "two").replace("steps:", "steps: ["));

        // Then
        awaitSentence("broken.camel.yaml:", "not valid YAML", "The version before goes on running.");
        assertThat(HUB.cli("status").out()).contains("Reload:", "broken.camel.yaml:");
        awaitVersion("broken", "one");

        // And
        write("broken", seen("broken", "three"));
        awaitNoSentenceOf("broken.camel.yaml");
        awaitVersion("broken", "three");
    }

    @Test
    void settingsThatNoStartWouldTake_areToldWithTheirLine_andRightOnesThatARestartIsNeeded() throws Exception {
        // Given
        Path settings = HUB.data().resolveSibling("hub.properties");
        String right = Files.readString(settings);

        // When
        write(settings, "hub.http.prot = 1\n" + right);

        // Then
        awaitSentence(
                "hub.properties:1: ", "'hub.http.prot'", "'hub.http.port'", "The version before goes on running.");

        // And
        write(settings, right.replaceFirst("\\A", "# mine\nhub.lane.probe-seconds = soon\n"));
        awaitSentence(
                "hub.properties:2: ",
                "hub.lane.probe-seconds = 'soon'",
                "a whole number from 1 to 86400",
                "The version before goes on running.");
        assertThat(HUB.cli("status"))
                .satisfies(said -> assertThat(said.exitCode()).isZero())
                .satisfies(said -> assertThat(said.err()).contains("The hub would not start again: ", ":2: "));

        // And
        write(settings, "hub.shutdown-seconds = 7\n" + right);
        awaitSentence("hub.properties: changed; restart the hub to use it.");
        assertThat(sentences()).doesNotContain("hub.http.prot");
    }

    @Test
    void virtualTableThatNoStartWouldTake_isToldWithItsLine_andARightOneThatARestartIsNeeded() throws Exception {
        // Given
        Path table = Files.createDirectories(VIRTUAL.resolve("company")).resolve("Suppliers.table.yaml");
        String right = """
                source: { route: {} }
                key: { name: SupplierId, column: number, type: string }
                columns:
                  Name: { column: name, type: string }
                """;

        // When
        write(table, right.replace("column: name, type: string", "column: name, type: sting"));

        // Then
        awaitSentence("Suppliers.table.yaml:4:", "The version before goes on running.");

        // And
        write(table, right);
        awaitSentence("Suppliers.table.yaml: changed; restart the hub to use it.");
    }

    @Test
    void routeThatOnlyItsStartRefuses_isTakenBack() {
        // Given
        awaitVersion("refused", "one");

        // When: no check knows that, only the lane does
        write("refused", seen("refused", "two").replace("partitions: 4", "partitions: 3"));

        // Then
        awaitSentence("refused.camel.yaml", "'partitions'", "is 3 and was 4", "restart");
        awaitVersion("refused", "one");
    }

    @Test
    void suspendedIntegration_staysSuspended() {
        // Given
        awaitVersion("slept", "one");
        HUB.admin("POST", "integrations/slept/suspend", "{}");
        long before = reload().path("reloads").asLong();

        // When
        write("slept", seen("slept", "two"));
        await().atMost(HubFixture.PATIENCE).until(() -> reload().path("reloads").asLong() > before);
        String id = HUB.accepted("slept", "{\"key\": \"1\"}");

        // Then
        assertThat(HUB.status("slept").path("state").asText()).isEqualTo("suspended");
        assertThat(HUB.message(id).path("state").asText()).isNotEqualTo("delivered");
        HUB.admin("POST", "integrations/slept/resume", "{}");
        HUB.awaitState(id, "delivered");
        assertThat(SeenInOrder.of("slept").get("1")).allMatch(body -> body.startsWith("two"));
    }

    @Test
    void stormOfChanges_endsInTheLastOne_withFewReloads() {
        // Given
        awaitVersion("storm", "0");
        long before = reload().path("reloads").asLong();

        // When
        for (int i = 1; i <= 300; i++) {
            write("storm", seen("storm", "s" + i));
        }

        // Then
        awaitVersion("storm", "s300");
        assertThat(reload().path("reloads").asLong() - before).isLessThan(30);
    }

    @Test
    void changedKamelet_rebuildsTheRoutesThatUseIt() {
        // Given
        write(HUB.routes().resolve("kamelets/tag.kamelet.yaml"), tag("a"));
        write(
                "tagged",
                seen("tagged", "one").replace("- setBody", "- to: {uri: 'kamelet:tag?mark=x'}\n        - setBody"));
        await().atMost(HubFixture.PATIENCE)
                .until(() -> HUB.push("tagged", "{\"key\": \"1\"}").statusCode() == 202);
        awaitVersion("tagged", "one ax");

        // When
        write(HUB.routes().resolve("kamelets/tag.kamelet.yaml"), tag("b"));

        // Then
        awaitVersion("tagged", "one bx");
    }

    private static String tag(String letter) {
        return """
                # tag: marks messages, for tests.
                #
                #   in     any
                #   out    the same with header tag
                #   fails  never
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: tag
                  labels:
                    camel.apache.org/kamelet.type: action
                spec:
                  definition:
                    title: Tag
                    description: Marks.
                    type: object
                    required: [mark]
                    properties:
                      mark:
                        title: Mark
                        description: The mark.
                        type: string
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setHeader: {name: tag, simple: "%s{{mark}}"}
                """.formatted(letter);
    }

    @Test
    void changedMapping_isUsedWithoutAStopOfTheRoute_andABrokenOneIsNot() throws IOException {
        // Given
        Path mapping = HUB.routes().resolve("mapped.jslt");
        write(mapping, "{\"version\": \"one\"}");
        write("mapped", mapped("mapped", mapping));
        await().atMost(HubFixture.PATIENCE)
                .until(() -> HUB.push("mapped", "{\"key\": \"1\"}").statusCode() == 202);
        awaitVersion("mapped", "{\"version\":\"one\"}");

        // When
        write(mapping, "{\"version\": \"two\"}");

        // Then
        awaitVersion("mapped", "{\"version\":\"two\"}");

        // And
        write(mapping, "{\"version\": \"three\"");
        awaitSentence("mapped.jslt:1:", "This mapping does not compile.");
        awaitVersion("mapped", "{\"version\":\"two\"}");

        // And: deleted while in use
        Files.delete(mapping);
        awaitSentence("mapped.jslt", "does not exist");
        awaitVersion("mapped", "{\"version\":\"two\"}");
        write(mapping, "{\"version\": \"four\"}");
        awaitVersion("mapped", "{\"version\":\"four\"}");
    }

    @Test
    void reload_keepsTheCountsOfTheRoute() {
        // Given
        awaitVersion("split", "one");
        String counter = "camel_exchanges_total";
        double before = counted(counter);
        assertThat(before).isPositive();

        // When
        write("split", seen("split", "two"));
        awaitVersion("split", "two");

        // Then
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(counted(counter)).isGreaterThan(before));
    }

    /** The counts of route 'split'. */
    private static double counted(String counter) {
        return HUB.metrics()
                .lines()
                .filter(line -> line.startsWith(counter) && line.contains("routeId=\"split\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void httpRouteOfATeam_answersAtTheHubsPort_alsoOnceItIsReloaded() {
        // Given
        assertThat(get("/site/hello")).isEqualTo("hello to you");

        // When
        write("web", web("welcome"));

        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> get("/site/welcome").equals("welcome to you"));
        assertThat(get("/site/hello")).doesNotContain("to you");

        // And: not in the hub's own place
        write("web", web("welcome").replace("/site/", "/push/"));
        awaitSentence("web.camel.yaml", "'/push/welcome'", "is the hub's own");
        assertThat(get("/site/welcome")).isEqualTo("welcome to you");
    }

    private static String get(String path) {
        return HUB.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + HUB.httpPort() + path)))
                .body();
    }

    @Test
    void batchUnderWay_isReloadedAtHalfWay_andHasEachRowOnce() throws Exception {
        // Given
        Path drop = Files.createDirectories(HUB.data().resolve("in/rows"));
        Files.writeString(
                drop.resolve("rows.csv"),
                "key\n"
                        + IntStream.rangeClosed(1, 600)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining("\n"))
                        + "\n");
        HUB.admin("POST", "batches/rows/runs", "{}");
        assertThat(Rows.HALF_WAY.await(HubFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();

        // When
        write("rows", rows("two"));

        // Then
        await().atMost(HubFixture.PATIENCE).until(() -> Rows.SEEN.size() >= 600);
        assertThat(Rows.SEEN)
                .extracting(row -> Integer.valueOf(row.replaceFirst(".* ", "")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 600).boxed().toList());
        await().atMost(HubFixture.PATIENCE).until(() -> HubFixture.json(HUB.admin("GET", "batches", null))
                .toString()
                .contains("\"written\":600"));
    }

    private static String timed(String when) {
        return """
                - route:
                    id: timed
                    from:
                      uri: kamelet:batch-file-source
                      parameters:
                        batch: timed
                        recordKey: /key
                        directory: in/timed
                        %s
                      steps:
                        - log: {message: row, loggingLevel: TRACE}
                """.formatted(when);
    }

    private static JsonNode timedBatch() {
        return HubFixture.json(HUB.admin("GET", "batches/timed", null));
    }

    @Test
    void batchThatComesWhileTheHubRuns_startsByItsTimetable_andKeepsItWhenTheNextIsWrong() {
        // When
        write("timed", timed("interval: 1h"));
        // Then
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        timedBatch().path("run").path("trigger").asText())
                .isEqualTo("schedule"));
        String next = timedBatch().path("next").asText();
        assertThat(next).isNotEmpty();

        // And
        write("timed", timed("cron: 0 61 2 * * ?"));
        awaitSentence("timed.camel.yaml", "Batch 'timed' has cron=0 61 2 * * ?", "which cannot be used");
        assertThat(timedBatch().path("starts").asText()).isEqualTo("every 1h");

        // And
        write("timed", timed("interval: 2h"));
        await().atMost(HubFixture.PATIENCE)
                .until(() -> !timedBatch().path("next").asText(next).equals(next));
        assertThat(timedBatch().path("starts").asText()).isEqualTo("every 2h");
    }

    @Test
    void laneOfABatch_isSuspendedAndResumed() {
        // When
        assertThat(HUB.admin("POST", "integrations/lines/suspend", "{}").statusCode())
                .isEqualTo(200);

        // Then
        assertThat(HUB.status("lines").path("state").asText()).isEqualTo("suspended");
        assertThat(HUB.status("lines").path("because").asText()).contains("./hub integrations resume lines");

        // And
        assertThat(HUB.admin("POST", "integrations/lines/resume", "{}").statusCode())
                .isEqualTo(200);
        HUB.awaitStatus("lines", "running");
    }
}
