package io.d365hub;

import static io.d365hub.TestMessages.memberWithTooLongName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.d365hub.alert.MailServer;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An operator who looks at nothing is told all the same: by webhook and by e-mail. */
@Timeout(300)
class AlertsJourneyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] SECRET = new byte[32];
    private static final List<Call> CALLS = new CopyOnWriteArrayList<>();
    private static final HttpServer RECEIVER = receiver();
    private static final GreenMail MAIL = MailServer.started();

    @RegisterExtension
    static final HubFixture hub = HubFixture.with(TestRoute.members("alerting-members"))
            .setting(
                    "hub.alerts.webhook.url",
                    "http://127.0.0.1:" + RECEIVER.getAddress().getPort() + "/alerts")
            .setting(
                    "hub.receivers.alerts.secrets",
                    "whsec_" + Base64.getEncoder().encodeToString(SECRET))
            .setting("hub.alerts.deaths-per-hour", "3")
            .setting("hub.alerts.mail.host", "127.0.0.1")
            .setting("hub.alerts.mail.port", String.valueOf(MAIL.getSmtp().getPort()))
            .setting("hub.alerts.mail.security", "none")
            .setting("hub.alerts.mail.from", "hub@example.com")
            .setting("hub.alerts.mail.to", "ops@example.com");

    private record Call(String id, String timestamp, String signature, byte[] body) {

        JsonNode data() {
            try {
                return JSON.readTree(body).path("data");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static HttpServer receiver() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/alerts", AlertsJourneyTest::received);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void received(HttpExchange call) throws IOException {
        CALLS.add(new Call(
                call.getRequestHeaders().getFirst("webhook-id"),
                call.getRequestHeaders().getFirst("webhook-timestamp"),
                call.getRequestHeaders().getFirst("webhook-signature"),
                call.getRequestBody().readAllBytes()));
        call.sendResponseHeaders(204, -1);
        call.close();
    }

    @AfterAll
    static void stopReceivers() {
        RECEIVER.stop(0);
        MAIL.stop();
    }

    @Test
    void aNewCauseAndItsGrowthAreToldByWebhookAndMailWithoutAWordOfTheMessages() throws Exception {
        // When
        for (int i = 0; i < 3; i++) {
            hub.accepted("alerting-members", memberWithTooLongName("P-9100" + i).toString());
        }

        // Then
        Call cause = awaitCall("new-cause");
        assertThat(cause.data().path("what").asText()).contains("alerting-members", "new cause");
        assertThat(cause.signature()).isEqualTo(signature(cause));
        awaitCall("growth");
        await().untilAsserted(() -> assertThat(subjects()).anyMatch(subject -> subject.contains("new cause")));
        assertThat(CALLS)
                .extracting(call -> new String(call.body(), StandardCharsets.UTF_8))
                .noneMatch(body -> body.contains("P-9100") || body.contains("ZZZZ") || body.contains("Łukasiewicz"));
    }

    private static Call awaitCall(String alert) {
        return await("alert " + alert)
                .until(
                        () -> CALLS.stream()
                                .filter(call ->
                                        call.data().path("alert").asText().equals(alert))
                                .findFirst()
                                .orElse(null),
                        call -> call != null);
    }

    private static List<String> subjects() throws Exception {
        List<String> subjects = new CopyOnWriteArrayList<>();
        for (MimeMessage mail : Arrays.asList(MAIL.getReceivedMessages())) {
            subjects.add(mail.getSubject());
        }
        return subjects;
    }

    /** As Standard Webhooks 1.0.0 says (events spec §6.1 [V]). */
    private static String signature(Call call) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((call.id() + "." + call.timestamp() + ".").getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(call.body());
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    }
}
