package io.d365hub.webhook.sink;

import io.d365hub.connection.Credentials;
import io.d365hub.webhook.delivery.Envelope;
import io.d365hub.webhook.delivery.ReceiverSettings;
import io.d365hub.webhook.delivery.RetrySchedule;
import io.d365hub.webhook.delivery.SigningKeys;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.TimeUtils;

/** Sends the message to one receiver, signed as Standard Webhooks or CloudEvents say. */
@UriEndpoint(
        firstVersion = "0.2.0",
        scheme = "webhook-delivery",
        title = "Webhook Delivery",
        syntax = "webhook-delivery:receiver",
        producerOnly = true,
        category = {Category.HTTP},
        headersClass = WebhookConstants.class)
public final class WebhookDeliveryEndpoint extends DefaultEndpoint {

    @UriPath(description = "Name of the receiver, as operators see it.")
    @Metadata(required = true)
    private final String receiver;

    @UriParam(description = "Where events are posted.")
    @Metadata(required = true)
    private String url;

    @UriParam(
            description =
                    "Signing secrets (whsec_... or whsk_...), separated by commas, the newest first; each signs. When"
                            + " not set: setting hub.receivers.<receiver>.secrets.",
            secret = true,
            label = "security")
    private String secrets = "";

    @UriParam(
            description = "Name of the credentials (hub.credentials.<name>...) that are sent with each call.",
            label = "security")
    private String credentials = "";

    @UriParam(
            description = "How events are written.",
            defaultValue = "standard",
            enums = "standard,plain,cloudevents-binary,cloudevents-structured")
    private String envelope = "standard";

    @UriParam(description = "Type of the events, e.g. account.updated; header HubEventType comes first.")
    private String type = "";

    @UriParam(description = "Source of the events for CloudEvents: a URI reference.", defaultValue = "/d365-hub")
    private String source = "/d365-hub";

    @UriParam(description = "Longest time of one call.", defaultValue = "20s")
    private String timeLimit = "20s";

    @UriParam(description = "Most calls a second; 0 for no limit.", defaultValue = "0")
    private double perSecond;

    @UriParam(
            description =
                    "How long the receiver is left alone after its first, second, ... failure; the last one stays.",
            defaultValue = "5s,30s,2m,5m,15m,30m,1h")
    private String retries = "5s,30s,2m,5m,15m,30m,1h";

    @UriParam(
            description = "Age at which an event that cannot be delivered becomes a dead letter.",
            defaultValue = "72h")
    private String giveUpAfter = "72h";

    @UriParam(
            description =
                    "Our name for the handshake of CloudEvents (WebHook-Request-Origin); without it there is none.")
    private String origin = "";

    private final Map<String, String> headers = new TreeMap<>();

    WebhookDeliveryEndpoint(String uri, WebhookDeliveryComponent component, String receiver) {
        super(uri, component);
        this.receiver = receiver;
    }

    void header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
    }

    @Override
    public Producer createProducer() {
        return new WebhookDeliveryProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "Nothing comes from webhook-delivery:" + receiver + ". Use it after 'to:'.");
    }

    @Override
    public WebhookDeliveryComponent getComponent() {
        return (WebhookDeliveryComponent) super.getComponent();
    }

    /**
     * What the options say.
     *
     * @throws IllegalArgumentException naming the option that cannot be
     */
    ReceiverSettings settings() {
        return new ReceiverSettings(
                receiver,
                address(),
                secrets.isBlank() ? getComponent().keysOf(receiver) : SigningKeys.parse(secrets),
                written(),
                headersWithCredentials(),
                duration("timeLimit", timeLimit),
                perSecond,
                schedule(),
                duration("giveUpAfter", giveUpAfter),
                origin);
    }

    private Map<String, String> headersWithCredentials() {
        Map<String, String> all = new TreeMap<>(headers);
        if (!credentials.isBlank()) {
            Credentials known = Credentials.find(getCamelContext().getRegistry(), credentials);
            all.put(known.header().toLowerCase(Locale.ROOT), known.value());
        }
        return all;
    }

    private URI address() {
        try {
            return new URI(url == null ? "" : url.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "Option 'url' of receiver '" + receiver + "' is not an address: " + e.getReason() + ".", e);
        }
    }

    private Envelope written() {
        for (Envelope known : Envelope.values()) {
            if (known.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(envelope)) {
                return known;
            }
        }
        throw new IllegalArgumentException("Option 'envelope' of receiver '" + receiver + "' is '" + envelope
                + "'. Choose standard, plain, cloudevents-binary or cloudevents-structured.");
    }

    private RetrySchedule schedule() {
        List<Duration> delays = new ArrayList<>();
        for (String delay : retries.split(",", -1)) {
            delays.add(duration("retries", delay));
        }
        return new RetrySchedule(delays);
    }

    private Duration duration(String option, String value) {
        try {
            long millis = TimeUtils.toMilliSeconds(value.strip());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (RuntimeException e) {
            // Said below, in our own words.
        }
        throw new IllegalArgumentException("Option '" + option + "' of receiver '" + receiver + "' holds '" + value
                + "'. Give a duration such as 30s, 10m or 2h.");
    }

    public String getReceiver() {
        return receiver;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public String getSecrets() {
        return secrets;
    }

    public void setSecrets(String secrets) {
        this.secrets = secrets;
    }

    public String getCredentials() {
        return credentials;
    }

    public void setCredentials(String credentials) {
        this.credentials = credentials;
    }

    public String getEnvelope() {
        return envelope;
    }

    public void setEnvelope(String envelope) {
        this.envelope = envelope;
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public String getTimeLimit() {
        return timeLimit;
    }

    public void setTimeLimit(String timeLimit) {
        this.timeLimit = timeLimit;
    }

    public double getPerSecond() {
        return perSecond;
    }

    public void setPerSecond(double perSecond) {
        this.perSecond = perSecond;
    }

    public String getRetries() {
        return retries;
    }

    public void setRetries(String retries) {
        this.retries = retries;
    }

    public String getGiveUpAfter() {
        return giveUpAfter;
    }

    public void setGiveUpAfter(String giveUpAfter) {
        this.giveUpAfter = giveUpAfter;
    }

    public String getOrigin() {
        return origin;
    }

    public void setOrigin(String origin) {
        this.origin = origin;
    }
}
