package io.d365hub.webhook.delivery;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.core5.http.Method;

/**
 * Asks a receiver once whether it wants our events, where it expects the handshake of CloudEvents' webhook specification:
 * {@code OPTIONS} with our origin, to which only a header says yes, never the status alone (events spec §6.3 [V]).
 */
final class Consent {

    /** The receiver did not say yes. */
    static final class ConsentRefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ConsentRefusedException(int status) {
            super("it answered the question for consent (OPTIONS) with " + status
                    + " and without our origin in WebHook-Allowed-Origin");
        }
    }

    private final ReceiverSettings settings;
    private final WebhookClient client;
    private volatile boolean given;

    Consent(ReceiverSettings settings, WebhookClient client) {
        this.settings = settings;
        this.client = client;
        this.given = settings.origin().isEmpty();
    }

    CompletableFuture<Void> ask() {
        if (given) {
            return CompletableFuture.completedFuture(null);
        }
        return client.call(
                        Method.OPTIONS,
                        settings.url(),
                        Map.of("WebHook-Request-Origin", settings.origin()),
                        null,
                        settings.timeLimit())
                .thenAccept(answer -> {
                    String allowed =
                            answer.header("webhook-allowed-origin").orElse("").strip();
                    if (!allowed.equals("*") && !allowed.equalsIgnoreCase(settings.origin())) {
                        throw new ConsentRefusedException(answer.status());
                    }
                    given = true;
                });
    }

    /** Asks again before the next call: the receiver may have another owner by now. */
    void forget() {
        given = settings.origin().isEmpty();
    }
}
