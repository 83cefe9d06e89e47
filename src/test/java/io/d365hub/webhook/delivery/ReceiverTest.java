package io.d365hub.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One receiver over real HTTP: what is sent, and what each answer, or none, means. */
@Timeout(60)
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

    @Test
    void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path folder) throws Exception {
        // Given
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder.resolve("keys.p12"))));
        try (WebhookReceiver secure = new WebhookReceiver(server)) {
            // When
            Attempt attempt = receiver(settings(URI.create("https://127.0.0.1:" + secure.port() + "/hooks")))
                    .deliver(event())
                    .join();
            // Then
            assertThat(attempt.outcome()).isEqualTo(Outcome.MISCONFIGURED);
            assertThat(attempt.reason()).contains("certificate");
            assertThat(secure.received()).isEmpty();
        }
    }

    private static SSLContext selfSigned(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
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
