package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged hub over an Artemis, a PostgreSQL and a Dataverse in processes of their own. */
@Timeout(600)
class ProductionIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KNOWN_CUSTOMER = "C-10040";
    private static final int ORDERS = 36;
    /** Twenty refusals for the same reason, one after another, would suspend the integration. */
    private static final int ORPHANS = ORDERS / 2;

    @TempDir
    Path folder;

    ProductionSite site;

    @BeforeEach
    void startSite() throws Exception {
        site = new ProductionSite(folder);
    }

    @AfterEach
    void stopSite() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void anOrderBecomesARowAndADeadLetterIsDeliveredByItsReplay() throws Exception {
        // Given
        HubProcess hub = site.start(site.hub("hub-a"));

        // When
        String good = site.push(hub, ProductionSite.order(77_001, KNOWN_CUSTOMER));
        String orphan = site.push(hub, ProductionSite.order(77_002, "C-99999"));

        // Then
        await().until(() -> site.state(hub, good), "delivered"::equals);
        assertThat(site.rows("salesorders")).isEqualTo(1);
        await().until(() -> site.state(hub, orphan), "dead"::equals);

        // When
        site.createAccount("C-99999");
        Launcher.Answer listed = site.operatorOf(hub).hub("dead-letters", "list", "--json");
        String letter = JSON.readTree(listed.out())
                .path("deadLetters")
                .path(0)
                .path("id")
                .asText();
        Launcher.Answer replayed = site.operatorOf(hub).hub("dead-letters", "replay", letter);

        // Then
        assertThat(replayed.exitCode()).as("%s", replayed).isZero();
        await().until(() -> site.state(hub, orphan), "delivered"::equals);
        assertThat(site.rows("salesorders")).isEqualTo(2);
        await().untilAsserted(() -> assertBalanced(site.ledger(hub), 2));
        assertThat(hub.data().resolve("dev-api-key")).as("of development only").doesNotExist();
        assertThat(hub.data().resolve("broker")).as("the broker is outside").doesNotExist();
        assertThat(hub.data().resolve("database")).as("the database is outside").doesNotExist();
        assertThat(hub.stop()).isZero();
    }

    @Test
    void whenOneOfTwoHubsIsKilledTheOtherTakesItsPartitionsOverAndNothingIsLost() throws Exception {
        // Given
        HubProcess first = site.start(site.hub("hub-a"));
        HubProcess second = site.start(site.hub("hub-b"));
        await().until(() -> owned(first) == 4 && owned(second) == 4);
        site.simulator().simulator("PUT", "latency", "{\"requestMillis\":100,\"rowMillis\":0}");
        List<String> accepted = new ArrayList<>();
        CountDownLatch halfSent = new CountDownLatch(200);
        Thread killer = new Thread(() -> killAfter(halfSent, first), "killer");
        killer.start();

        // When
        int unanswered = 0;
        for (int number = 80_000; number < 80_400; number++) {
            String order = ProductionSite.order(number, KNOWN_CUSTOMER);
            boolean toFirst = number % 2 == 0 && first.isAlive();
            try {
                accepted.add(site.push(toFirst ? first : second, order));
            } catch (ConnectException e) {
                accepted.add(site.push(second, order));
            } catch (IOException e) {
                unanswered++;
                accepted.add(site.push(second, order));
            }
            halfSent.countDown();
        }
        killer.join();

        // Then
        await().until(() -> owned(second) == 8);
        int surplus = unanswered;
        await().untilAsserted(() -> {
            JsonNode ledger = site.ledger(second);
            assertThat(ledger.path("queued").asLong()).as("%s", ledger).isZero();
            assertThat(ledger.path("delivered").asLong()).as("%s", ledger).isBetween(400L, 400L + surplus);
        });
        assertBalanced(
                site.ledger(second), site.ledger(second).path("delivered").asLong());
        for (String message : accepted) {
            assertThat(site.state(second, message)).as(message).isEqualTo("delivered");
        }
        assertThat(site.rows("salesorders")).isEqualTo(400);
    }

    @Test
    void whatIsSuspendedAtOneOfTwoHubsStandsStillAtBothUntilEitherIsTold() throws Exception {
        // Given
        HubProcess first = site.start(site.hub("hub-a"));
        HubProcess second = site.start(site.hub("hub-b"));
        await().until(() -> owned(first) == 4 && owned(second) == 4);

        // When
        Launcher.Answer suspended = site.operatorOf(first)
                .hub("integrations", "suspend", ProductionSite.INTEGRATION, "--reason", "release");

        // Then
        assertThat(suspended.exitCode()).as("%s", suspended).isZero();
        await().until(
                        () -> second.integration(ProductionSite.INTEGRATION)
                                .path("state")
                                .asText(),
                        "suspended"::equals);
        List<String> accepted = new ArrayList<>();
        for (int number = 82_000; number < 82_008; number++) {
            accepted.add(site.push(number % 2 == 0 ? first : second, ProductionSite.order(number, KNOWN_CUSTOMER)));
        }
        assertThat(second.stop()).isZero();
        site.start(second);
        assertThat(second.integration(ProductionSite.INTEGRATION).path("state").asText())
                .isEqualTo("suspended");
        assertThat(site.rows("salesorders")).isZero();

        // When
        site.operatorOf(second).hub("integrations", "resume", ProductionSite.INTEGRATION);

        // Then
        await().until(
                        () -> first.integration(ProductionSite.INTEGRATION)
                                .path("state")
                                .asText(),
                        "running"::equals);
        for (String message : accepted) {
            await().until(() -> site.state(first, message), "delivered"::equals);
        }
    }

    @Test
    void whenTheHubOfOneOfTwoReplaysOfTheSameLettersIsKilledEachLetterIsDeliveredOnce() throws Exception {
        // Given
        HubProcess first = site.start(site.hub("hub-a"));
        HubProcess second = site.start(site.hub("hub-b"));
        await().until(() -> owned(first) == 4 && owned(second) == 4);
        for (int n = 0; n < ORDERS; n++) {
            String customer = n % 2 == 0 ? KNOWN_CUSTOMER : "C-88888";
            site.push(n % 3 == 0 ? first : second, ProductionSite.order(81_000 + n, customer));
        }
        await().until(() -> site.ledger(second), ledger -> ledger.path("dead").asInt() == ORPHANS);
        site.createAccount("C-88888");

        // When
        String ofFirst = replayAll(first);
        String ofSecond = replayAll(second);
        await().until(() -> delivered(second, ofFirst) + delivered(second, ofSecond) > 2);
        first.kill();

        // Then
        for (String job : List.of(ofFirst, ofSecond)) {
            await().until(() -> report(second, job), ProductionIT::isOver);
        }
        assertThat(delivered(second, ofFirst) + delivered(second, ofSecond))
                .as("%s, %s", report(second, ofFirst), report(second, ofSecond))
                .isEqualTo(ORPHANS);
        await().untilAsserted(() -> assertBalanced(site.ledger(second), ORDERS));
        assertThat(site.rows("salesorders")).isEqualTo(ORDERS);
    }

    private static String replayAll(HubProcess hub) throws IOException, InterruptedException {
        return hub.admin("dead-letters/replays", "{\"query\":\"state:open\",\"ramp\":[],\"perSecond\":3}")
                .path("job")
                .asText();
    }

    private static JsonNode report(HubProcess hub, String job) throws IOException, InterruptedException {
        return hub.admin("dead-letters/replays/" + job, null);
    }

    private static long delivered(HubProcess hub, String job) throws IOException, InterruptedException {
        return report(hub, job).path("delivered").asLong();
    }

    private static boolean isOver(JsonNode report) {
        return report.path("state").asText().equals("DONE")
                && report.path("sent").asInt() == 0;
    }

    private static void killAfter(CountDownLatch halfSent, HubProcess hub) {
        try {
            halfSent.await();
            hub.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Partitions that this process works. */
    private static long owned(HubProcess hub) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        hub.integration(ProductionSite.INTEGRATION)
                                .path("partitions")
                                .spliterator(),
                        false)
                .filter(partition -> partition.path("owner").asBoolean())
                .count();
    }

    private static void assertBalanced(JsonNode ledger, long delivered) {
        assertThat(ledger.path("delivered").asLong()).as("%s", ledger).isEqualTo(delivered);
        assertThat(ledger.path("accepted").asLong()).as("%s", ledger).isEqualTo(delivered);
        assertThat(List.of("queued", "filtered", "dead", "discarded"))
                .allSatisfy(state ->
                        assertThat(ledger.path(state).asLong()).as(state).isZero());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(250));
    }
}
