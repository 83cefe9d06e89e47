package io.d365hub;

import io.d365hub.alert.AlertChannel;
import io.d365hub.alert.AlertTable;
import io.d365hub.alert.Alerts;
import io.d365hub.alert.MailChannel;
import io.d365hub.alert.MailSettings;
import io.d365hub.alert.MailSettings.Security;
import io.d365hub.bus.bridge.Bridges;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.LetterSignals;
import io.d365hub.lane.LaneControl;
import io.d365hub.webhook.delivery.Envelope;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.delivery.ReceiverSettings;
import io.d365hub.webhook.delivery.RetrySchedule;
import io.d365hub.webhook.delivery.SigningKeys;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The alerts of a hub, with the channels that its settings name. */
final class HubAlerts implements AutoCloseable {

    private static final String URL = "hub.alerts.webhook.url";
    private static final String RECEIVER = "hub.alerts.webhook.receiver";
    private static final String HOST = "hub.alerts.mail.host";
    private static final String SECURITY = "hub.alerts.mail.security";
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final Duration REMEMBERED = Duration.ofDays(90);

    private final Settings settings;
    private final AlertTable table;
    private final Alerts alerts;
    private final Clock clock;

    private HubAlerts(Settings settings, AlertTable table, Alerts alerts, Clock clock) {
        this.settings = settings;
        this.table = table;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * Reads the settings; nothing is connected.
     *
     * @throws HubStartException when a setting is wrong
     */
    static HubAlerts of(Settings settings, HubDatabase database, WebhookParts webhooks, Clock clock) {
        List<AlertChannel> channels = new ArrayList<>();
        if (settings.isSet(URL)) {
            channels.add(new WebhookAlerts(receiver(settings, webhooks)));
        }
        if (settings.isSet(HOST)) {
            channels.add(mail(settings));
        }
        AlertTable table = new AlertTable(database, clock);
        Duration quiet = Duration.ofMinutes(settings.number("hub.alerts.quiet-minutes"));
        return new HubAlerts(settings, table, new Alerts(table, quiet, channels), clock);
    }

    private static Receiver receiver(Settings settings, WebhookParts webhooks) {
        String name = settings.text(RECEIVER);
        SigningKeys keys = webhooks.fixedKeys(name)
                .filter(found -> settings.isSet("hub.receivers." + name + ".secrets"))
                .orElseThrow(() -> new HubStartException(
                        "The hub was not started.",
                        "Alerts go to a webhook (%s), and there is no secret to sign them with: setting hub.receivers.%s.secrets is empty."
                                .formatted(URL, name),
                        "Make one with './hub webhooks secret', set it as %s, and give it to the receiver."
                                .formatted(Settings.environmentName("hub.receivers." + name + ".secrets"))));
        try {
            URI url = URI.create(settings.text(URL));
            if (WebhookReceivers.httpsOnly(settings) && !"https".equals(url.getScheme())) {
                throw settings.wrong(URL, "an https address, as hub.webhook.https-only wants it");
            }
            return new Receiver(
                    new ReceiverSettings(
                            name,
                            url,
                            keys,
                            Envelope.STANDARD,
                            Map.of(),
                            TIME_LIMIT,
                            0,
                            RetrySchedule.DEFAULT,
                            ReceiverSettings.DEFAULT_GIVE_UP,
                            ""),
                    webhooks.surroundings());
        } catch (IllegalArgumentException e) {
            throw settings.wrong(URL, "an http or https address");
        }
    }

    /**
     * The channel of e-mails; nothing is connected.
     *
     * @throws HubStartException when a setting is wrong
     */
    static MailChannel mail(Settings settings) {
        Security security = Security.valueOf(settings.text(SECURITY).toUpperCase(Locale.ROOT));
        try {
            return new MailChannel(new MailSettings(
                    settings.text(HOST),
                    settings.port("hub.alerts.mail.port"),
                    security,
                    settings.text("hub.alerts.mail.user"),
                    settings.text("hub.alerts.mail.password"),
                    settings.text("hub.alerts.mail.from"),
                    settings.text("hub.alerts.mail.to")));
        } catch (IllegalArgumentException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "hub.alerts.mail.from or hub.alerts.mail.to is wrong. " + e.getMessage(),
                    "Mend it and start again.");
        }
    }

    /** What looks for them. */
    AlertWatch watch(
            LetterSignals letters, Supplier<Map<String, LaneControl>> lanes, Supplier<Optional<String>> closed) {
        return new AlertWatch(
                alerts,
                letters,
                lanes,
                closed,
                new AlertWatch.Limits(
                        settings.number("hub.alerts.deaths-per-hour"),
                        Duration.ofMinutes(settings.number("hub.alerts.waiting-minutes")),
                        Duration.ofHours(settings.number("hub.alerts.letter-hours"))),
                clock);
    }

    /** What looks for brokers that are not heard any more. */
    BusWatch busWatch(Supplier<List<Bridges.State>> bridges) {
        return new BusWatch(alerts, bridges, Duration.ofMinutes(settings.number("hub.alerts.bus-minutes")), clock);
    }

    /** Forgets what, at this moment, was told long ago. */
    void prune(Instant moment) {
        table.prune(moment.minus(REMEMBERED));
    }

    @Override
    public void close() {
        alerts.close();
    }
}
