package io.d365hub.alert;

import java.util.Objects;

/**
 * How e-mail is sent.
 *
 * @param host SMTP server
 * @param security whether and how the connection is encrypted
 * @param user empty for a server that asks for none
 * @param password never printed
 * @param from sender
 * @param to receivers, separated by commas
 */
public record MailSettings(
        String host, int port, Security security, String user, String password, String from, String to) {

    /** How a connection is encrypted. */
    public enum Security {
        /** Plain text, for a server on the same machine. */
        NONE,
        /** Begins plain and must become encrypted before anything is said. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS
    }

    public MailSettings {
        Objects.requireNonNull(security, "security");
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + "]";
    }
}
