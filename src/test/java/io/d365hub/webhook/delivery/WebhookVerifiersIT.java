package io.d365hub.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.d365hub.simulator.NpmPackage;
import io.d365hub.throttle.Alarm;
import io.d365hub.webhook.WebhookReceiver;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public libraries, as npm delivers them, verify our signatures and parse our events. */
class WebhookVerifiersIT {

    private static final Path SCRIPT = Path.of("src", "test", "resources", "clients", "webhook-verifier.cjs");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({
        "standardwebhooks, 1.1.1, STANDARD",
        "svix, 2.5.0, STANDARD",
        "cloudevents, 10.0.0, CLOUDEVENTS_BINARY",
        "cloudevents, 10.0.0, CLOUDEVENTS_STRUCTURED"
    })
    void aPublicLibraryVerifiesWhatIsSent(String library, String version, Envelope envelope) throws Exception {
        // Given
        Path folder = NpmPackage.require(library, version);
        String older = SigningKey.generate(new SecureRandom());
        String newer = SigningKey.generate(new SecureRandom());
        WebhookReceiver.Received sent = sent(envelope, SigningKeys.parse(newer + "," + older));
        Path body = Files.write(temporary.resolve("body"), sent.body());
        // When
        NpmPackage.Output output = NpmPackage.run(
                "node",
                SCRIPT.toString(),
                folder.toString(),
                library,
                body.toString(),
                new ObjectMapper().writeValueAsString(sent.headers()),
                older);
        // Then
        assertThat(output.text()).contains("verified");
    }

    private static WebhookReceiver.Received sent(Envelope envelope, SigningKeys keys) throws Exception {
        try (WebhookReceiver there = new WebhookReceiver();
                WebhookClient client =
                        new WebhookClient(AddressPolicy.allowing("127.0.0.0/8"), 1, 1, SSLContext.getDefault())) {
            Receiver receiver = new Receiver(
                    settings(there.url(), envelope, keys),
                    new Receiver.Surroundings(
                            client, Clock.systemUTC(), System::nanoTime, Alarm.SYSTEM, new SecureRandom()));
            Event event = new Event(
                    "55555555-0000-4000-8000-0000000000e2",
                    "account.updated",
                    Instant.now(),
                    "/dataverse/contoso",
                    "account/Zoë 100%",
                    "application/json",
                    "{\"name\":\"Kungsgatan 1\",\"total\":12.50}".getBytes(StandardCharsets.UTF_8));
            assertThat(receiver.deliver(event).join().delivered()).isTrue();
            return there.received().get(0);
        }
    }

    private static ReceiverSettings settings(URI url, Envelope envelope, SigningKeys keys) {
        return new ReceiverSettings(
                "shop",
                url,
                keys,
                envelope,
                Map.of(),
                ReceiverSettings.DEFAULT_TIME_LIMIT,
                0,
                RetrySchedule.DEFAULT,
                Duration.ofDays(1),
                "");
    }
}
