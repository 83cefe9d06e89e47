package io.d365hub.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Alarm;
import io.d365hub.webhook.WebhookReceiver;
import io.d365hub.webhook.delivery.Attempt.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One receiver over real HTTP: what is sent, and what each answer, or none, means. */
@Timeout(300)
class ReceiverTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final RandomGenerator MIDDLE = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 1L << 63;
        }

        @Override
        public double nextDouble() {
            return 0.5;
        }
    };

    private final AtomicLong nanos = new AtomicLong();
    private final List<Long> waits = new ArrayList<>();
    private final Alarm alarm = (wait, task) -> {
        waits.add(wait);
        nanos.addAndGet(wait);
        task.run();
    };

    private WebhookReceiver there;
    private WebhookClient client;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        there = new WebhookReceiver();
        client = client("127.0.0.0/8");
    }

    @AfterEach
    void close() {
        client.close();
        there.close();
    }

    private static WebhookClient client(String allowed) throws GeneralSecurityException {
        return new WebhookClient(AddressPolicy.allowing(allowed), 4, 4, SSLContext.getDefault());
    }

    private static ReceiverSettings settings(URI url) {
        return settings(url, Duration.ofSeconds(20), 0, "");
    }

    private static ReceiverSettings settings(URI url, Duration limit, double perSecond, String origin) {
        return new ReceiverSettings(
                "shop",
                url,
                SigningKeys.parse("whsec_aHViLWV4YW1wbGUtc2VjcmV0LTI0LWJ5dGUhISEhISE="),
                Envelope.PLAIN,
                Map.of("authorization", "Bearer t"),
                limit,
                perSecond,
                RetrySchedule.DEFAULT,
                Duration.ofDays(3),
                origin);
    }

    private Receiver receiver(ReceiverSettings settings) {
        return new Receiver(
                settings,
                new Receiver.Surroundings(client, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get, alarm, MIDDLE));
    }

    private static Event event() {
        return new Event(
                "m-1",
                "account.updated",
                NOW,
                "/hub",
                "",
                "application/json",
                "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSignedEventArrivesAsItWasWritten() {
        // Given
        Receiver receiver = receiver(settings(there.url()));
        // When
        Attempt attempt = receiver.deliver(event()).join();
        // Then
        assertThat(attempt.outcome()).isEqualTo(Outcome.DELIVERED);
        WebhookReceiver.Received request = there.received().get(0);
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
        assertThat(request.headers())
                .containsEntry("webhook-id", "m-1")
                .containsEntry("webhook-timestamp", String.valueOf(NOW.getEpochSecond()))
                .containsEntry("content-type", "application/json")
                .containsEntry("authorization", "Bearer t")
                .containsKey("webhook-signature");
    }

    @ParameterizedTest
    @CsvSource({
        "204, DELIVERED",
        "202, DELIVERED",
        "301, MISCONFIGURED",
        "304, MISCONFIGURED",
        "400, REFUSED",
        "401, MISCONFIGURED",
        "403, MISCONFIGURED",
        "404, MISCONFIGURED",
        "408, FAILED",
        "410, GONE",
        "413, REFUSED",
        "415, REFUSED",
        "422, REFUSED",
        "429, AWAY",
        "500, FAILED",
        "501, FAILED",
        "502, AWAY",
        "503, AWAY",
        "504, AWAY"
    })
    void everyStatusHasItsMeaning(int status, Outcome outcome) {
        // Given
        there.answer(WebhookReceiver.status(status));
        // When
        Attempt attempt = receiver(settings(there.url())).deliver(event()).join();
        // Then
        assertThat(attempt.outcome()).isEqualTo(outcome);
        assertThat(attempt.status()).isEqualTo(status);
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        // Given
        try (WebhookReceiver elsewhere = new WebhookReceiver()) {
            there.answer(WebhookReceiver.status(307, "Location", elsewhere.url().toString()));
            // When
            receiver(settings(there.url())).deliver(event()).join();
            // Then
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1", "http://localhost", "http://[::1]", "http://169.254.169.254", "http://2130706433"})
    void anAddressOfTheInsideIsNotCalled(String address) throws GeneralSecurityException {
        // Given
        client.close();
        client = client("");
        Receiver receiver = receiver(settings(URI.create(address + ":" + there.port() + "/latest/meta-data")));
        // When
        Attempt attempt = receiver.deliver(event()).join();
        // Then
        assertThat(attempt.reason()).contains("may not be called");
        assertThat(attempt.outcome()).isEqualTo(Outcome.MISCONFIGURED);
        assertThat(there.received()).isEmpty();
    }

    @Test
    void aNameThatLeadsInsideFromTheSecondLookUpOnIsNotFollowedThere() throws Exception {
        // Given: DNS rebinding; outside is 127.0.0.1 here, inside 127.0.0.2
        client.close();
        AtomicInteger lookUps = new AtomicInteger();
        client = new WebhookClient(AddressPolicy.allowing("127.0.0.1/32"), 4, 4, SSLContext.getDefault(), host ->
                new InetAddress[] {InetAddress.getByName(lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")});
        there.answer(WebhookReceiver.status(200, "Connection", "close"));
        URI url = URI.create("http://rebind.example:" + there.port() + "/hooks");
        try (WebhookReceiver inside =
                new WebhookReceiver(HttpServer.create(new InetSocketAddress("127.0.0.2", there.port()), 0))) {
            // When
            Attempt first = receiver(settings(url)).deliver(event()).join();
            int forOneCall = lookUps.get();
            Attempt second = receiver(settings(url)).deliver(event()).join();
            // Then: the first call connected to the address that was looked at, and the second to none
            assertThat(first.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(forOneCall).isEqualTo(1);
            assertThat(second.reason()).contains("may not be called");
            assertThat(inside.received()).isEmpty();
        }
    }

    @Test
    void anAnswerOfAGigabyteIsHeardOnlyInItsFirstBytes() {
        // Given
        AtomicLong sent = new AtomicLong();
        there.answer((exchange, request) -> {
            exchange.sendResponseHeaders(200, 1L << 30);
            byte[] chunk = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream out = exchange.getResponseBody()) {
                while (sent.addAndGet(chunk.length) < 1L << 30) {
                    out.write(chunk);
                }
            }
        });
        // When
        Attempt attempt = receiver(settings(there.url())).deliver(event()).join();
        // Then
        assertThat(attempt.outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(attempt.head()).hasSize(1_024);
        assertThat(sent.get()).isLessThan(1L << 27);
    }

    @Test
    void anAnswerThatTricklesIsGivenUpAfterTheTimeLimit() {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        there.answer((exchange, request) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitQuietly(never);
        });
        // When
        Attempt attempt = receiver(settings(there.url(), Duration.ofMillis(300), 0, ""))
                .deliver(event())
                .join();
        never.countDown();
        // Then
        assertThat(attempt.outcome()).isEqualTo(Outcome.AWAY);
        assertThat(attempt.reason()).startsWith("No answer came within");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReceiverThatClosesTheConnectionIsAway() throws Exception {
        // Given
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closer = new Thread(() -> {
                try {
                    while (true) {
                        closing.accept().close();
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            closer.start();
            // When
            Attempt attempt = receiver(settings(URI.create("http://127.0.0.1:" + closing.getLocalPort())))
                    .deliver(event())
                    .join();
            // Then
            assertThat(attempt.outcome()).isEqualTo(Outcome.AWAY);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 127.0.0.1, DELIVERED", "false, 127.0.0.1, MISCONFIGURED", "true, 127.0.0.9, MISCONFIGURED"})
    void onlyACertificateThatIsVouchedForAndOfThisAddressIsTaken(
            boolean vouchedFor, String address, Outcome outcome, @TempDir Path folder) throws Exception {
        // Given
        KeyStore keys = selfSigned(folder.resolve("keys.p12"), address);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
        client.close();
        client = new WebhookClient(
                AddressPolicy.allowing("127.0.0.0/8"),
                4,
                4,
                vouchedFor ? trusting(keys, "receiver") : SSLContext.getDefault());
        try (WebhookReceiver secure = new WebhookReceiver(server)) {
            // When
            Attempt attempt = receiver(settings(URI.create("https://127.0.0.1:" + secure.port() + "/hooks")))
                    .deliver(event())
                    .join();
            // Then
            assertThat(attempt.outcome()).as(attempt.reason()).isEqualTo(outcome);
            assertThat(attempt.reason()).contains(outcome == Outcome.DELIVERED ? "" : "certificate");
            assertThat(secure.received()).hasSize(outcome == Outcome.DELIVERED ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, MISCONFIGURED", "3650, DELIVERED"})
    void aCertificateThatHasExpiredIsNotTaken(int days, Outcome outcome, @TempDir Path folder) throws Exception {
        // Given
        Path file = folder.resolve("keys.p12");
        keytool(file, "authority", "-ext", "bc:c");
        keytool(
                file,
                "receiver",
                "-signer",
                "authority",
                "-ext",
                "san=ip:127.0.0.1",
                "-startdate",
                "-10d",
                "-validity",
                String.valueOf(days));
        KeyStore keys = load(file);
        SSLContext trusting = trusting(keys, "authority");
        keys.deleteEntry("authority");
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
        client.close();
        client = new WebhookClient(AddressPolicy.allowing("127.0.0.0/8"), 4, 4, trusting);
        try (WebhookReceiver secure = new WebhookReceiver(server)) {
            // When
            Attempt attempt = receiver(settings(URI.create("https://127.0.0.1:" + secure.port() + "/hooks")))
                    .deliver(event())
                    .join();
            // Then
            assertThat(attempt.outcome()).as(attempt.reason()).isEqualTo(outcome);
            assertThat(secure.received()).hasSize(outcome == Outcome.DELIVERED ? 1 : 0);
        }
    }

    private static KeyStore selfSigned(Path file, String address) throws Exception {
        keytool(file, "receiver", "-ext", "san=ip:" + address);
        return load(file);
    }

    private static void keytool(Path file, String alias, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file.toString()));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(keytool.waitFor()).isZero();
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }

    private static SSLContext serving(KeyStore keys) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext trusting(KeyStore keys, String alias) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(alias, keys.getCertificate(alias));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @CsvSource({"1, '', 5", "2, '', 30", "7, '', 3600", "20, '', 3600", "1, 90, 90", "3, 1, 120"})
    void aReceiverThatIsAwayIsLeftAloneLongerAndLonger(int failures, String retryAfter, long seconds) {
        // Given
        there.answer(
                retryAfter.isEmpty()
                        ? WebhookReceiver.status(503)
                        : WebhookReceiver.status(503, "Retry-After", retryAfter));
        Receiver receiver = receiver(settings(there.url()));
        // When
        Attempt attempt = null;
        for (int i = 0; i < failures; i++) {
            attempt = receiver.deliver(event()).join();
        }
        Failure failure = receiver.failure(attempt, NOW);
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void callsThatFailTogetherCountOnce() {
        // Given: the first four are all under way before one of them is answered
        CountDownLatch underWay = new CountDownLatch(4);
        CountDownLatch answers = new CountDownLatch(1);
        there.answer((exchange, request) -> {
            underWay.countDown();
            awaitQuietly(answers);
            exchange.sendResponseHeaders(503, -1);
        });
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        Receiver receiver = new Receiver(
                settings(there.url()), new Receiver.Surroundings(client, clock(now), nanos::get, alarm, MIDDLE));
        List<CompletableFuture<Attempt>> together =
                IntStream.range(0, 4).mapToObj(n -> receiver.deliver(event())).toList();
        awaitQuietly(underWay);
        now.set(NOW.plusSeconds(1));
        answers.countDown();
        together.forEach(CompletableFuture::join);
        // When
        Failure next = receiver.failure(receiver.deliver(event()).join(), NOW);
        // Then: the second pause of the schedule, not the fifth
        assertThat(next.retryAfter()).contains(Duration.ofSeconds(30));
    }

    private static Clock clock(AtomicReference<Instant> now) {
        return new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    @Test
    void whoWaitsForOtherCallsOfTheHubIsNotLate() throws Exception {
        // Given: one connection, taken by a call that outlasts the other one's time limit
        client.close();
        client = new WebhookClient(AddressPolicy.allowing("127.0.0.0/8"), 1, 1, SSLContext.getDefault());
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        there.answer((exchange, request) -> {
            first.countDown();
            awaitQuietly(answers);
            exchange.sendResponseHeaders(204, -1);
        });
        CompletableFuture<Attempt> slow = receiver(settings(there.url())).deliver(event());
        awaitQuietly(first);
        // When
        CompletableFuture<Attempt> waiting =
                receiver(settings(there.url(), Duration.ofMillis(100), 0, "")).deliver(event());
        Attempt late = waiting.completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
        answers.countDown();
        // Then: it is sent in its turn
        assertThat(late).isNull();
        assertThat(slow.join().outcome()).isEqualTo(Outcome.DELIVERED);
        Awaitility.await().until(() -> there.received().size() == 2);
    }

    @Test
    void oneFailedEventIsItsOwnAffairAndManyAreTheReceivers() {
        // Given
        there.answer(WebhookReceiver.status(500));
        Receiver receiver = receiver(settings(there.url()));
        // When
        List<FailureKind> kinds = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            kinds.add(receiver.failure(receiver.deliver(event()).join(), NOW).kind());
        }
        // Then
        assertThat(kinds)
                .containsExactly(
                        FailureKind.TRANSIENT,
                        FailureKind.TRANSIENT,
                        FailureKind.TRANSIENT,
                        FailureKind.TRANSIENT,
                        FailureKind.THROTTLED,
                        FailureKind.THROTTLED);
    }

    @Test
    void anEventThatIsTooOldIsGivenUp() {
        // Given
        there.answer(WebhookReceiver.status(503));
        Receiver receiver = receiver(settings(there.url()));
        // When
        Failure failure = receiver.failure(receiver.deliver(event()).join(), NOW.minus(Duration.ofHours(73)));
        // Then
        assertThat(failure.kind()).isEqualTo(FailureKind.REFUSED);
        assertThat(failure.code()).isEqualTo("webhook-exhausted");
    }

    @Test
    void whoIsGoneIsNotCalledUntilSomebodyAsksForIt() {
        // Given
        there.answer(WebhookReceiver.status(410));
        Receiver receiver = receiver(settings(there.url()));
        receiver.deliver(event()).join();
        receiver.deliver(event()).join();
        int calls = there.received().size();
        there.answer(WebhookReceiver.status(200));
        // When
        receiver.welcomeBack();
        Attempt attempt = receiver.deliver(event()).join();
        // Then
        assertThat(calls).isEqualTo(1);
        assertThat(attempt.outcome()).isEqualTo(Outcome.DELIVERED);
    }

    @Test
    void callsAreSpreadOverTheSecond() {
        // Given
        Receiver receiver = receiver(settings(there.url(), Duration.ofSeconds(20), 10, ""));
        // When
        for (int i = 0; i < 4; i++) {
            receiver.deliver(event()).join();
        }
        // Then
        assertThat(waits).hasSize(3).allMatch(wait -> wait > 90_000_000 && wait <= 100_000_000);
    }

    @Test
    void consentIsGivenByTheHeaderOnly() {
        // Given
        there.answer(WebhookReceiver.status(200));
        Receiver receiver = receiver(settings(there.url(), Duration.ofSeconds(20), 0, "hub.example.com"));
        // When
        Attempt attempt = receiver.deliver(event()).join();
        // Then
        assertThat(attempt.outcome()).isEqualTo(Outcome.MISCONFIGURED);
        assertThat(there.received())
                .extracting(WebhookReceiver.Received::method)
                .containsExactly("OPTIONS");
    }

    @Test
    void whoHasConsentedIsAskedOnce() {
        // Given
        there.answer(WebhookReceiver.status(200, "WebHook-Allowed-Origin", "hub.example.com"));
        Receiver receiver = receiver(settings(there.url(), Duration.ofSeconds(20), 0, "hub.example.com"));
        // When
        receiver.deliver(event()).join();
        receiver.deliver(event()).join();
        // Then
        assertThat(there.received())
                .extracting(WebhookReceiver.Received::method)
                .containsExactly("OPTIONS", "POST", "POST");
        assertThat(there.received().get(2).headers()).containsEntry("webhook-request-origin", "hub.example.com");
    }
}
