package io.d365hub;

import io.d365hub.webhook.delivery.AddressPolicy;
import io.d365hub.webhook.delivery.SigningKeys;
import io.d365hub.webhook.sink.WebhookDeliveryComponent;
import java.util.HashMap;
import java.util.Map;

/** What the settings say of receivers of webhooks, for the endpoints that call them. */
final class WebhookReceivers {

    private static final String FAMILY = "hub.receivers";
    private static final String ALLOWED = "hub.webhook.allowed-addresses";
    private static final String HTTPS_ONLY = "hub.webhook.https-only";
    private static final String LOOPBACK = "127.0.0.0/8,::1/128";

    private WebhookReceivers() {}

    /**
     * The signing secrets that the settings give receivers, by their names.
     *
     * @param made secrets of receivers that the settings say nothing of
     * @throws HubStartException when a setting is wrong; a secret is never shown
     */
    static Map<String, SigningKeys> keys(Settings settings, Map<String, String> made) {
        Map<String, SigningKeys> keys = new HashMap<>();
        made.forEach((name, secrets) -> keys.put(name, keys(name, secrets)));
        settings.members(FAMILY).forEach(name -> keys.put(name, keys(name, settings.member(FAMILY, name, "secrets"))));
        return Map.copyOf(keys);
    }

    /** Makes {@code webhook-delivery:} known to routes; nothing is connected. */
    static void bind(Settings settings, RouteEngine engine, Map<String, SigningKeys> keys) {
        WebhookDeliveryComponent component = new WebhookDeliveryComponent();
        component.setKeys(name -> keys.getOrDefault(name, SigningKeys.NONE));
        component.setAllowedAddresses(allowed(settings));
        component.setHttpsOnly(httpsOnly(settings));
        engine.bind("webhook-delivery", component);
    }

    /** Whether receivers must have https addresses. */
    static boolean httpsOnly(Settings settings) {
        return settings.isSet(HTTPS_ONLY) ? settings.flag(HTTPS_ONLY) : !settings.development();
    }

    private static SigningKeys keys(String name, String secrets) {
        try {
            return SigningKeys.parse(secrets);
        } catch (IllegalArgumentException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "Setting " + FAMILY + "." + name + ".secrets is wrong. " + e.getMessage(),
                    "Mend it and start again.");
        }
    }

    /**
     * The ranges of addresses that may be called beside the public ones.
     *
     * @throws HubStartException when the setting is wrong
     */
    static String allowed(Settings settings) {
        if (!settings.isSet(ALLOWED)) {
            return settings.development() ? LOOPBACK : "";
        }
        String ranges = settings.text(ALLOWED);
        try {
            AddressPolicy.allowing(ranges);
        } catch (IllegalArgumentException e) {
            throw new HubStartException(
                    "The hub was not started.",
                    "Setting " + ALLOWED + " is wrong. " + e.getMessage(),
                    "Mend it and start again.");
        }
        return ranges;
    }
}
