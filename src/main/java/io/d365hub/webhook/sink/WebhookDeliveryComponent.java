package io.d365hub.webhook.sink;

import io.d365hub.throttle.Alarm;
import io.d365hub.webhook.delivery.AddressPolicy;
import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.delivery.ReceiverSettings;
import io.d365hub.webhook.delivery.SigningKeys;
import io.d365hub.webhook.delivery.WebhookClient;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * Makes {@code webhook-delivery:<receiver>} endpoints. All share one HTTP client, which is made when the first of them
 * starts and closed with the component.
 */
@Component("webhook-delivery")
public final class WebhookDeliveryComponent extends DefaultComponent {

    private static final int CALLS_PER_RECEIVER = 64;
    private static final int CALLS = 512;

    @Metadata(
            description =
                    "Ranges of addresses beside the public ones that may be called, in CIDR form, separated by commas.")
    private String allowedAddresses = "";

    @Metadata(description = "Whether receivers must have https addresses.", defaultValue = "true")
    private boolean httpsOnly = true;

    @Metadata(description = "Whose certificates are believed; Java's default when not set.")
    private SSLContext trusted;

    private final ConcurrentMap<String, Receiver> receivers = new ConcurrentHashMap<>();
    private BiConsumer<ReceiverSettings, Attempt> listener = (receiver, attempt) -> {};
    private Function<String, SigningKeys> keys = receiver -> SigningKeys.NONE;
    private Clock clock = Clock.systemUTC();
    private WebhookClient client;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        WebhookDeliveryEndpoint endpoint = new WebhookDeliveryEndpoint(uri, this, remaining);
        Map<String, Object> headers = PropertiesHelper.extractProperties(parameters, "header.");
        headers.forEach((name, value) -> endpoint.header(name, String.valueOf(value)));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /**
     * The receiver of these settings; endpoints that name the same receiver share how it has been answering.
     *
     * @throws IllegalArgumentException when the address is not https and must be
     */
    Receiver receiver(ReceiverSettings settings) throws NoSuchAlgorithmException {
        if (httpsOnly && !"https".equals(settings.url().getScheme())) {
            throw new IllegalArgumentException(
                    "The address of receiver '" + settings.name() + "' is not https. Give it an"
                            + " https address, or set hub.webhook.https-only=false where nobody else can listen.");
        }
        WebhookClient calls = client();
        return receivers.computeIfAbsent(
                settings.name() + " " + settings.url(),
                name -> new Receiver(
                        settings,
                        new Receiver.Surroundings(calls, clock, System::nanoTime, Alarm.SYSTEM, new SecureRandom())));
    }

    private synchronized WebhookClient client() throws NoSuchAlgorithmException {
        if (client == null) {
            client = new WebhookClient(
                    AddressPolicy.allowing(allowedAddresses),
                    CALLS_PER_RECEIVER,
                    CALLS,
                    trusted == null ? SSLContext.getDefault() : trusted);
        }
        return client;
    }

    SigningKeys keysOf(String receiver) {
        return keys.apply(receiver);
    }

    /** Where the signing secrets of a receiver are looked up by its name, when its endpoint names none. */
    public void setKeys(Function<String, SigningKeys> keys) {
        this.keys = keys;
    }

    void told(ReceiverSettings receiver, Attempt attempt) {
        listener.accept(receiver, attempt);
    }

    /** Who hears of each attempt, e.g. to count it. Must not block. */
    public void setListener(BiConsumer<ReceiverSettings, Attempt> listener) {
        this.listener = listener;
    }

    @Override
    protected void doStop() throws Exception {
        synchronized (this) {
            if (client != null) {
                client.close();
                client = null;
            }
        }
        receivers.clear();
        super.doStop();
    }

    Clock clock() {
        return clock;
    }

    /** By which events grow old. */
    public void setClock(Clock clock) {
        this.clock = clock;
    }

    public String getAllowedAddresses() {
        return allowedAddresses;
    }

    public void setAllowedAddresses(String allowedAddresses) {
        this.allowedAddresses = allowedAddresses;
    }

    public boolean isHttpsOnly() {
        return httpsOnly;
    }

    public void setHttpsOnly(boolean httpsOnly) {
        this.httpsOnly = httpsOnly;
    }

    public SSLContext getTrusted() {
        return trusted;
    }

    public void setTrusted(SSLContext trusted) {
        this.trusted = trusted;
    }
}
