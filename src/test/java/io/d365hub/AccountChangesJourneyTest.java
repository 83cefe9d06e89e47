package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shipped sample: a changed account is told to two receivers, which check its signature and print it. */
@Timeout(300)
class AccountChangesJourneyTest {

    @RegisterExtension
    @Order(1)
    static final PrintedLog log = new PrintedLog();

    @RegisterExtension
    @Order(2)
    static final HubFixture hub = HubFixture.shipped();

    @BeforeAll
    static void anAccountIsChanged() {
        // Given
        assertThat(hub.cli("dataverse", "register", "--yes").exitCode()).isZero();
        // When
        hub.dataverse().createAccount("DEMO-1");
    }

    private static void awaitPrinted(String receiver, String outcome) {
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(log.lines())
                .anyMatch(line -> line.contains(receiver) && line.contains(outcome)));
    }

    private static void awaitOneDelivered(String integration) {
        await().atMost(HubFixture.PATIENCE).untilAsserted(() -> assertThat(
                        hub.ledger(integration).path("delivered").asLong())
                .isEqualTo(1));
    }

    @Test
    void theHealthyReceiverVerifiesTheSignature() {
        // Then
        awaitPrinted(DemoReceivers.HEALTHY, "signature verified.");
        awaitOneDelivered("webhook.demo-healthy");
    }

    @Test
    void theFlakyReceiverGetsWhatItRefusedOnceMore() {
        // Then
        awaitPrinted(DemoReceivers.FLAKY, "answers 503");
        awaitPrinted(DemoReceivers.FLAKY, "signature verified.");
        awaitOneDelivered("webhook.demo-flaky");
    }

    @Test
    void aCallThatIsNotSignedIsRefused() {
        // When
        int status = hub.send(HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + hub.httpPort() + "/sample/receivers/" + DemoReceivers.HEALTHY))
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode();
        // Then
        assertThat(status).isEqualTo(401);
    }
}
