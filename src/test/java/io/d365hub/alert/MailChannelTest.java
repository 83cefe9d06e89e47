package io.d365hub.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** E-mails over a real SMTP server. */
@Timeout(300)
class MailChannelTest {

    private static final GreenMail SERVER = MailServer.started();
    private static final Alert STOPPED = new Alert(
            Alert.Kind.REPLAY_STOPPED,
            "job",
            Instant.parse("2026-01-05T03:00:00Z"),
            "Replay 7 stopped\nby itself – zu früh.",
            "Too many died again.",
            "Look at it.");

    @BeforeAll
    static void addUser() {
        SERVER.setUser("hub", "secret");
    }

    @AfterAll
    static void stopServer() {
        SERVER.stop();
    }

    private static MailChannel channel(MailSettings.Security security, String password) {
        return new MailChannel(new MailSettings(
                "127.0.0.1",
                SERVER.getSmtp().getPort(),
                security,
                "hub",
                password,
                "hub@example.com",
                "ops@example.com, night@example.com"));
    }

    @Test
    void anAlertReachesEveryReceiver() throws Exception {
        // Given
        SERVER.purgeEmailFromAllMailboxes();

        // When
        channel(MailSettings.Security.NONE, "secret").tell(STOPPED, 3);

        // Then
        assertThat(SERVER.waitForIncomingEmail(60_000, 2)).isTrue();
        MimeMessage mail = SERVER.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[d365-hub] Replay 7 stopped by itself – zu früh.");
        assertThat(mail.getAllRecipients()).hasSize(2);
        assertThat((String) mail.getContent()).contains("Too many died again.", "Look at it.", "3 times");
    }

    @Test
    void aServerThatOffersNoEncryptionGetsNothingWhenItIsWanted() {
        assertThatThrownBy(
                        () -> channel(MailSettings.Security.STARTTLS, "secret").tell(STOPPED, 0))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("STARTTLS");
    }

    @Test
    void aWrongAddressIsNamed() {
        MailSettings settings =
                new MailSettings("mail.example.com", 25, MailSettings.Security.TLS, "", "", "hub@example.com", "ops@");

        assertThatThrownBy(() -> new MailChannel(settings)).hasMessageContaining("'ops@' is no e-mail address");
    }
}
