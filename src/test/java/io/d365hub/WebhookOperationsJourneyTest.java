package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.webhook.WebhookReceiver;
import io.d365hub.webhook.WebhookReceiver.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does about subscriptions to webhooks, with {@code ./hub webhooks}. */
@Timeout(300)
class WebhookOperationsJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETRIES = "retries: [300ms, 1s]";

    private static final SubscriptionFiles files = new SubscriptionFiles();
    private static final WebhookReceiver rotated = files.add("rotated", "events: [rotate.*]", RETRIES);
    private static final WebhookReceiver paused = files.add("paused", "events: [pause.*]", "retries: [1h]");
    private static final WebhookReceiver refusing = files.add("refusing", "events: [refuse.*]", RETRIES);
    private static final WebhookReceiver flapping =
            files.add("flapping", "events: [flap.*]", "ordering: all", "retries: [100ms, 200ms]", "timeLimit: 1s");
    private static final WebhookReceiver unordered =
            files.add("unordered", "events: [mix.*]", "ordering: none", "timeLimit: 60s");
    private static final WebhookReceiver shown = files.add("shown", "events: [show.*]", "retries: [1h]");
    private static final WebhookReceiver echoing = files.add("echoing", "events: [echo.*]", "retries: [1h]");
    private static final WebhookReceiver held = files.add("held", "events: [hold.*]", RETRIES);
    private static final WebhookReceiver waiting = files.add("waiting", "events: [wait.*]", "retries: [1h]");
    private static final WebhookReceiver traced = files.add("traced", "events: [trace.*]", RETRIES);
    private static final WebhookReceiver answering = files.add("answering", "events: [answer.*]", RETRIES);

    @RegisterExtension
    @Order(1)
    static final PrintedLog log = new PrintedLog();

    @RegisterExtension
    @Order(2)
    static final HubFixture hub = HubFixture.with(
                    TestRoute.published("rotate", "rotate.changed"),
                    TestRoute.published("pause", "pause.changed"),
                    TestRoute.published("refuse", "refuse.changed"),
                    TestRoute.published("flap", "flap.changed").with("partitions", "1"),
                    TestRoute.published("mix", "mix.changed"),
                    TestRoute.published("show", "show.changed"),
                    TestRoute.published("echo", "echo.changed"),
                    TestRoute.published("hold", "hold.changed"),
                    TestRoute.published("later", "later.changed"),
                    TestRoute.published("trace", "trace.changed"),
                    TestRoute.published("wait", "wait.changed"),
                    TestRoute.published("add", "add.changed"))
            .setting("hub.reload", "true")
            .setting("hub.webhook.folder", files.folder());

    @TempDir
    Path folder;

    @AfterAll
    static void close() throws IOException {
        files.close();
    }

    private static void awaitReceived(WebhookReceiver receiver, int calls) {
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(receiver.received()).hasSizeGreaterThanOrEqualTo(calls));
    }

    private static void awaitLedger(String subscription, String state, long messages) {
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.ledger("webhook." + subscription).path(state).asLong())
                .isEqualTo(messages));
    }

    private static String out(String... arguments) {
        HubFixture.CliResult result = hub.cli(arguments);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result.out();
    }

    private static String secret(String... arguments) {
        return hub.cli(arguments).json().path("secret").asText();
    }

    /** As Standard Webhooks tells receivers to (events spec §6.1 [V]). */
    private static boolean verifies(String secret, Received request) {
        try {
            ByteArrayOutputStream signed = new ByteArrayOutputStream();
            signed.writeBytes((request.headers().get("webhook-id") + "."
                            + request.headers().get("webhook-timestamp") + ".")
                    .getBytes(StandardCharsets.UTF_8));
            signed.writeBytes(request.body());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            String right = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
            return List.of(request.headers().get("webhook-signature").split(" "))
                    .contains(right);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSecretThatIsRotatedInMidRetrySignsTheNextTryBesideTheOldOne() {
        // Given
        String first = secret("webhooks", "rotate-secret", "rotated", "--json");
        rotated.answer(WebhookReceiver.status(503));
        hub.accepted("rotate", "{\"id\":\"r-1\"}");
        awaitReceived(rotated, 1);
        // When
        String second = secret("webhooks", "rotate-secret", "rotated", "--json");
        int before = rotated.received().size();
        rotated.answer(WebhookReceiver.status(204));
        awaitLedger("rotated", "delivered", 1);
        // Then
        assertThat(rotated.received().size()).isGreaterThan(before);
        Received last = rotated.received().get(rotated.received().size() - 1);
        assertThat(verifies(first, last)).isTrue();
        assertThat(verifies(second, last)).isTrue();
        assertThat(hub.cli("webhooks", "show", "rotated", "--json").out()).doesNotContain(first, second);
        assertThat(log.lines()).noneMatch(line -> line.contains(first) || line.contains(second));
    }

    @Test
    void aSuspendedSubscriptionKeepsItsEventsAndDeliversThemWhenItIsResumed() {
        // Given
        String suspended = out("integrations", "suspend", "webhook.held");
        hub.accepted("hold", "{\"id\":\"h-1\"}");
        awaitLedger("held", "queued", 1);
        String listed = out("webhooks", "list");
        // When
        out("integrations", "resume", "webhook.held");
        awaitReceived(held, 1);
        // Then
        assertThat(suspended).contains("webhook.held");
        assertThat(listed.lines()).anyMatch(line -> line.contains("held") && line.contains("suspended"));
        awaitLedger("held", "delivered", 1);
    }

    @Test
    void theConsoleShowsASubscriptionWithItsFailedCallsAndDisablesAndEnablesIt() {
        // Given
        shown.answer(WebhookReceiver.status(500));
        hub.accepted("show", "{\"id\":\"s-1\"}");
        await().untilAsserted(
                        () -> assertThat(out("webhooks", "attempts", "shown")).contains("500"));
        ConsoleVisitor visitor = hub.visitor("olga", hub.user("olga", "--role", "operator"));
        // When
        String list = visitor.get("/console/webhooks").body();
        String page = visitor.get("/console/webhooks/shown").body();
        visitor.act("/console/webhooks/shown/disable", "reason", "under repair");
        String disabled = visitor.get("/console/webhooks/shown").body();
        visitor.act("/console/webhooks/shown/enable");
        String enabled = visitor.get("/console/webhooks/shown").body();
        // Then
        assertThat(list).contains("data-row=\"shown\"", "show.*");
        assertThat(page).contains("It answered 500", "show.changed", "/disable\"");
        assertThat(disabled).contains("under repair", "/enable\"");
        assertThat(enabled).doesNotContain("under repair");
    }

    @Test
    void whatAReceiverRepeatsOfAnEventIsMaskedInItsFailedCalls() {
        // Given
        echoing.answer((exchange, request) -> {
            byte[] answer = "max@secret.example is full".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });

        // When
        hub.accepted("echo", "{\"id\":\"e-1\",\"email\":\"max@secret.example\"}");

        // Then
        await().untilAsserted(() -> assertThat(out("webhooks", "attempts", "echoing"))
                .contains("500", "••••• is full")
                .doesNotContain("max@secret.example"));
    }

    @Test
    void whoHasSomeIntegrationsSeesSubscriptionsByTheirIntegrationsName() {
        // Given
        ConsoleVisitor hers = hub.visitor("wanda", hub.user("wanda", "--integrations", "webhook.held"));
        ConsoleVisitor namesake = hub.visitor("held", hub.user("held", "--integrations", "held"));

        // Then
        assertThat(hers.get("/console/webhooks").body())
                .contains("data-row=\"held\"")
                .doesNotContain("data-row=\"shown\"");
        assertThat(hers.get("/console/webhooks/held").statusCode()).isEqualTo(200);
        assertThat(hers.get("/console/webhooks/shown").statusCode()).isEqualTo(404);
        assertThat(namesake.get("/console/webhooks").body()).doesNotContain("data-row=\"held\"");
        assertThat(namesake.get("/console/webhooks/held").statusCode()).isEqualTo(404);
    }

    @Test
    void aNewFileIsUsedAndAWrongOneIsToldWithLineWhileTheVersionBeforeGoesOn() throws IOException {
        // Given
        WebhookReceiver added = files.add("newcomer", "events: [later.*]", RETRIES);
        await().untilAsserted(() -> assertThat(out("webhooks", "list")).contains("newcomer"));
        // When
        files.write("newcomer", "url: " + added.url() + "\nevents: [later.*]\nordring: all\n");
        await().untilAsserted(() -> assertThat(out("status")).contains("newcomer.yaml:3:10", "'ordring' is no member"));
        hub.accepted("later", "{\"id\":\"l-1\"}");
        // Then
        awaitReceived(added, 1);
    }

    @Test
    void aReceiverThatIsAwayIsShownWithItsNextTryAndCalledAtOnceWhenEnabled() {
        // Given
        paused.answer((exchange, request) -> {
            byte[] words = "down for maintenance".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(503, words.length);
            exchange.getResponseBody().write(words);
        });
        hub.accepted("pause", "{\"id\":\"p-1\"}");
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(out("webhooks", "list")).contains("It answered 503. Next try at"));
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(out("webhooks", "attempts", "paused"))
                .contains("503", "pause.changed", "down for maintenance"));
        // When
        paused.answer(WebhookReceiver.status(200));
        out("webhooks", "enable", "paused");
        // Then
        awaitLedger("paused", "delivered", 1);
    }

    @Test
    void aDisabledReceiverIsNotCalledAndGetsEverythingAfterwards() {
        // Given
        out("webhooks", "add", file("name: added\nevents: [add.*]", "disabled").toString());
        out("webhooks", "disable", "added", "--because", "They move their server.");
        hub.accepted("add", "{\"id\":\"a-1\"}");
        awaitLedger("added", "queued", 1);
        assertThat(out("webhooks", "list")).contains("They move their server.");
        // When
        out("webhooks", "enable", "added");
        // Then
        awaitLedger("added", "delivered", 1);
        // And when
        out("webhooks", "remove", "added");
        // Then
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(out("webhooks", "list")).doesNotContain("added"));
    }

    @Test
    void aSubscriptionThatIsRemovedWhileItIsSuspendedGoesUndeliveredAndTheNextOfItsNameWorks() {
        // Given
        String definition = file("name: leaving\nevents: [add.*]", "leaving").toString();
        out("webhooks", "add", definition);
        out("integrations", "suspend", "webhook.leaving");
        hub.accepted("add", "{\"id\":\"l-1\"}");
        awaitLedger("leaving", "queued", 1);
        // When
        out("webhooks", "remove", "leaving");
        await().atMost(HubFixture.PATIENCE)
                .untilAsserted(() -> assertThat(out("webhooks", "list")).doesNotContain("leaving"));
        out("webhooks", "add", definition);
        // Then
        await().atMost(HubFixture.PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            hub.accepted("add", "{\"id\":\"l-2\"}");
            assertThat(bodies(answering)).contains("l-2");
        });
        assertThat(bodies(answering)).doesNotContain("l-1");
    }

    private static String bodies(WebhookReceiver receiver) {
        return receiver.received().stream()
                .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    private Path file(String members, String name) {
        try {
            return Files.writeString(folder.resolve(name + ".yaml"), "url: " + answering.url() + "\n" + members + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSubscriptionThatIsWrongIsRefusedWithItsMistakes() {
        // When
        HubFixture.CliResult result = hub.cli(
                "webhooks",
                "add",
                file("name: wrong\nevents: [add.*]\ncredentials: nobody\n", "wrong")
                        .toString());
        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("'credentials' names 'nobody'");
    }

    @Test
    void whatAReceiverRefusedIsSentAgainByRecover() {
        // Given
        refusing.answer(WebhookReceiver.status(422));
        for (int n = 0; n < 3; n++) {
            hub.accepted("refuse", "{\"id\":\"x-" + n + "\"}");
        }
        awaitLedger("refusing", "dead", 3);
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(hub.deadLetters("webhook.refusing"))
                .hasSize(3));
        // When
        refusing.answer(WebhookReceiver.status(200));
        String told = out("webhooks", "recover", "refusing", "--since", "1h");
        // Then
        assertThat(told).startsWith("3 events are sent again");
        awaitLedger("refusing", "delivered", 3);
    }

    @Test
    void anEventIsTracedByTheIdThatItsReceiverKnows() {
        // Given
        hub.accepted("trace", "{\"id\":\"t-1\"}");
        awaitReceived(traced, 1);
        awaitLedger("traced", "delivered", 1);
        String event = traced.received().get(0).headers().get("webhook-id");
        // When
        String told = out("trace", event);
        // Then
        assertThat(told).contains("Event " + event, "traced", "delivered").doesNotContain("rotated");
    }

    @Test
    void whileMessagesWaitAnIdThatMayBeOneOfThemIsToldSo() {
        // Given
        waiting.answer(WebhookReceiver.status(503));
        hub.accepted("wait", "{\"id\":\"t-2\"}");
        await().atMost(HubFixture.PATIENCE)
                .until(() -> hub.ledger("webhook.waiting").path("queued").asLong() > 0);
        // When
        HubFixture.CliResult trace = hub.cli("trace", UUID.randomUUID().toString());
        // Then
        assertThat(trace.exitCode()).isNotZero();
        assertThat(trace.err()).contains("was not traced", "is not settled", "Ask again");
    }

    @Test
    void anEventThatNobodyHadIsNotTraced() {
        // When
        HubFixture.CliResult trace = hub.cli("trace", "evt_of-somebody-else");
        // Then
        assertThat(trace.exitCode()).isOne();
        assertThat(trace.err()).contains("was not traced", "evt_of-somebody-else", "webhook-id");
    }

    @Test
    void aRecoveryWithNothingToSendSaysSoAndStartsNoReplay() {
        // When
        String told = out("webhooks", "recover", "answering", "--since", "1h");
        // Then
        assertThat(told)
                .startsWith("Nothing is sent again")
                .contains("'answering'")
                .doesNotContain("replay");
    }

    @Test
    void aTestCallTellsWhatTheReceiverAnswers() {
        // Given
        answering.answer(WebhookReceiver.status(302, "Location", "http://169.254.169.254/"));
        // When
        HubFixture.CliResult redirected = hub.cli("webhooks", "test", "answering");
        // Then
        assertThat(redirected.exitCode()).isEqualTo(1);
        assertThat(redirected.out()).contains("It did not take the test event: It answered 302");
        // And when
        answering.answer(WebhookReceiver.status(204));
        // Then
        assertThat(out("webhooks", "test", "answering")).contains("It took the test event: It answered 204");
    }

    @Test
    void aReceiverThatFlapsGetsEveryEventInOrder() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        List<Integer> taken = Collections.synchronizedList(new ArrayList<>());
        flapping.answer((exchange, request) -> {
            switch (calls.getAndIncrement() % 4) {
                case 0 -> exchange.sendResponseHeaders(503, -1);
                case 1 -> exchange.close();
                case 2 -> exchange.sendResponseHeaders(500, -1);
                default -> {
                    taken.add(number(request));
                    exchange.sendResponseHeaders(200, -1);
                }
            }
        });
        // When
        for (int n = 0; n < 6; n++) {
            hub.accepted("flap", "{\"id\":\"one\",\"n\":" + n + "}");
        }
        // Then
        awaitLedger("flapping", "delivered", 6);
        assertThat(taken).isSorted().hasSize(6);
    }

    @Test
    void withoutOrderingEventsOfOneRecordAreToldAtTheSameTime() {
        // Given: no call is answered before the other one is there
        CountDownLatch both = new CountDownLatch(2);
        unordered.answer((exchange, request) -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
        });
        // When
        hub.accepted("mix", "{\"id\":\"one\",\"n\":1}");
        hub.accepted("mix", "{\"id\":\"one\",\"n\":2}");
        // Then
        awaitLedger("unordered", "delivered", 2);
        assertThat(unordered.received())
                .extracting(WebhookOperationsJourneyTest::number)
                .containsExactlyInAnyOrder(1, 2);
    }

    private static int number(Received request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            return body.path("data").path("n").asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSubscriptionThatThereIsNotIsSaidSo() {
        // When
        HubFixture.CliResult result = hub.cli("webhooks", "attempts", "nobody");
        // Then
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("There is no subscription 'nobody'");
    }
}
