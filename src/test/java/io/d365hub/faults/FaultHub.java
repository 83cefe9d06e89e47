package io.d365hub.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.HubProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What the fault tests share: a hub with the tests' own integration {@value #STOCK}, and questions to its ledger. */
final class FaultHub {

    static final String STOCK = "stock";

    /** For a machine on which much else runs. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RESOURCES = Path.of("src/test/resources/faults");

    private FaultHub() {}

    /**
     * A hub that is not started yet.
     *
     * @param folder gets the hub's data and its routes: the shipped kamelets and the tests' own route
     */
    static HubProcess in(Path folder) throws IOException {
        Path routes = folder.resolve("routes");
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        try (Stream<Path> shipped = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : shipped.toList()) {
                copy(kamelet, kamelets);
            }
        }
        copy(RESOURCES.resolve("stock-to-accounts.camel.yaml"), routes);
        return new HubProcess(Files.createDirectories(folder.resolve("data")))
                .with("HUB_ROUTES", routes.toString())
                .withClasses(Path.of("target/test-classes"));
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    static String message(String account, int value) {
        return message(account, value, "Account " + account);
    }

    static String message(String account, int value, String name) {
        return "{\"account\":\"%s\",\"value\":%d,\"name\":\"%s\"}".formatted(account, value, name);
    }

    /** Posts a message, which must be accepted, and returns its id. */
    static String accepted(HubProcess hub, String message) throws IOException {
        HttpResponse<String> answer = hub.pushPatiently(STOCK, message);
        if (answer.statusCode() != 202) {
            throw new AssertionError("Answered " + answer.statusCode() + ": " + answer.body());
        }
        return id(answer);
    }

    static String id(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body()).path("id").asText();
    }

    static void suspend(HubProcess hub) throws IOException, InterruptedException {
        done(hub.admin("integrations/" + STOCK + "/suspend", "{}"));
    }

    static void resume(HubProcess hub) throws IOException, InterruptedException {
        done(hub.admin("integrations/" + STOCK + "/resume", "{}"));
    }

    private static void done(JsonNode answer) {
        if (answer.path("status").asInt() >= 400) {
            throw new AssertionError("The hub refused: " + answer);
        }
    }

    /** The ledger's line of the tests' integration. */
    static JsonNode balance(HubProcess hub) throws IOException, InterruptedException {
        return balance(hub, STOCK);
    }

    /** The ledger's line of an integration. */
    static JsonNode balance(HubProcess hub, String integration) throws IOException, InterruptedException {
        for (JsonNode line : hub.admin("ledger", null).path("integrations")) {
            if (line.path("name").asText().equals(integration)) {
                return line;
            }
        }
        throw new IllegalStateException("The ledger has no line of " + integration);
    }

    /**
     * Waits until nothing is queued and the ledger has no lag, and returns its line. For a while: what the broker counts is too low for
     * a moment while messages come back from a lane that is gone.
     */
    static JsonNode awaitDrained(HubProcess hub) {
        return awaitDrained(hub, STOCK);
    }

    /** The same of an integration. */
    static JsonNode awaitDrained(HubProcess hub, String integration) {
        try {
            return Awaitility.await("the ledger is drained")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .during(Duration.ofSeconds(1))
                    .until(
                            () -> balance(hub, integration),
                            line -> isDrained(line) && line.path("accepted").asLong() > 0);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + "\n" + HubReport.of(hub), e);
        }
    }

    /** Whether this line of the ledger has nothing queued and no lag. */
    static boolean isDrained(JsonNode line) {
        return line.path("queued").asLong() == 0 && line.path("lagMillis").asLong() == 0;
    }

    /** The state of each message, from the ledger's export; fails when a message is in it twice. */
    static Map<String, String> states(HubProcess hub) throws IOException, InterruptedException {
        return states(hub, STOCK);
    }

    /** The same of an integration. */
    static Map<String, String> states(HubProcess hub, String integration) throws IOException, InterruptedException {
        Map<String, String> states = new HashMap<>();
        for (String line : hub.adminText("ledger/" + integration + "/messages", null)
                .lines()
                .toList()) {
            JsonNode entry = JSON.readTree(line);
            String before =
                    states.put(entry.path("id").asText(), entry.path("state").asText());
            if (before != null) {
                throw new AssertionError("Twice in the ledger: " + line + ", and " + before);
            }
        }
        return states;
    }

    static long count(Map<String, String> states, String state) {
        return states.values().stream().filter(state::equals).count();
    }
}
