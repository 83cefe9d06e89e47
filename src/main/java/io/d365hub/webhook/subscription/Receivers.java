package io.d365hub.webhook.subscription;

import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.delivery.ReceiverSettings;
import io.d365hub.webhook.delivery.SigningKeys;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes the receivers of subscriptions. Thread-safe.
 *
 * @param around what they share
 * @param httpsOnly whether their addresses must be https
 * @param headers sent with each call for credentials of this name; throws when there are none
 */
public record Receivers(
        Receiver.Surroundings around, boolean httpsOnly, Function<String, Map<String, String>> headers) {

    /** @throws InvalidSubscriptionException when it cannot be called as it is written */
    Receiver of(Subscription subscription, SigningKeys keys) {
        if (httpsOnly && !"https".equals(subscription.url().getScheme())) {
            throw new InvalidSubscriptionException(List.of("'url' is not https. Give an https address, or set"
                    + " hub.webhook.https-only=false where nobody else can listen."));
        }
        return new Receiver(
                new ReceiverSettings(
                        subscription.name(),
                        subscription.url(),
                        keys,
                        subscription.envelope(),
                        headersOf(subscription),
                        subscription.timeLimit(),
                        subscription.perSecond(),
                        subscription.retries(),
                        subscription.giveUpAfter(),
                        subscription.origin()),
                around);
    }

    private Map<String, String> headersOf(Subscription subscription) {
        if (subscription.credentials().isEmpty()) {
            return Map.of();
        }
        try {
            return headers.apply(subscription.credentials());
        } catch (RuntimeException e) {
            throw new InvalidSubscriptionException(
                    List.of("'credentials' names '" + subscription.credentials() + "', which no setting describes."));
        }
    }
}
