package io.d365hub.alert;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;

/** A real SMTP server in the test's own process, on a port that the system chooses. Public: the journey uses it too. */
public final class MailServer {

    /** GreenMail gives a busy machine two seconds. */
    private static final Duration START = Duration.ofMinutes(1);

    private MailServer() {}

    public static GreenMail started() {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(START.toMillis());
        GreenMail server = new GreenMail(setup);
        server.start();
        return server;
    }
}
