package io.d365hub.alert;

import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;

/** Alerts as plain e-mails, one each. */
public final class MailChannel implements AlertChannel {

    private static final String LIMIT = String.valueOf(Duration.ofSeconds(15).toMillis());

    private final Session session;
    private final InternetAddress from;
    private final InternetAddress[] to;

    /**
     * Opens no connection yet.
     *
     * @throws IllegalArgumentException naming the address that is none
     */
    public MailChannel(MailSettings settings) {
        this.from = addresses(settings.from())[0];
        this.to = addresses(settings.to());
        this.session = Session.getInstance(properties(settings), authenticator(settings));
    }

    private static Properties properties(MailSettings settings) {
        Properties smtp = new Properties();
        smtp.put("mail.smtp.host", settings.host());
        smtp.put("mail.smtp.port", String.valueOf(settings.port()));
        smtp.put("mail.smtp.auth", String.valueOf(!settings.user().isEmpty()));
        smtp.put("mail.smtp.connectiontimeout", LIMIT);
        smtp.put("mail.smtp.timeout", LIMIT);
        smtp.put("mail.smtp.writetimeout", LIMIT);
        smtp.put("mail.smtp.ssl.checkserveridentity", "true");
        boolean starts = settings.security() == MailSettings.Security.STARTTLS;
        smtp.put("mail.smtp.starttls.enable", String.valueOf(starts));
        // Without this a man in the middle strips the encryption by hiding the offer.
        smtp.put("mail.smtp.starttls.required", String.valueOf(starts));
        smtp.put("mail.smtp.ssl.enable", String.valueOf(settings.security() == MailSettings.Security.TLS));
        return smtp;
    }

    private static Authenticator authenticator(MailSettings settings) {
        if (settings.user().isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(settings.user(), settings.password());
            }
        };
    }

    private static InternetAddress[] addresses(String written) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(written, true);
            if (addresses.length > 0) {
                for (InternetAddress address : addresses) {
                    address.validate();
                }
                return addresses;
            }
        } catch (AddressException e) {
            // Told below.
        }
        throw new IllegalArgumentException("'" + written + "' is no e-mail address. Write it as ops@example.com.");
    }

    @Override
    public String name() {
        return "e-mail";
    }

    @Override
    public void tell(Alert alert, int heldBack) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(from);
        message.setRecipients(Message.RecipientType.TO, to);
        message.setSubject("[d365-hub] " + oneLine(alert.what()), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(alert.at()));
        // Keeps holiday notes from answering.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-D365-Hub-Alert", alert.kind().code());
        message.setText(text(alert, heldBack), StandardCharsets.UTF_8.name());
        Transport.send(message);
    }

    private static String text(Alert alert, int heldBack) {
        String again = heldBack == 0 ? "" : "\nThe same was met " + heldBack + " times since the last mail.\n";
        return alert.what() + "\n\n" + alert.why() + "\n" + alert.mend() + "\n" + again + "\nat " + alert.at() + ", "
                + alert.kind().code() + "\n";
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }
}
