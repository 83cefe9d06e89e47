package io.d365hub.webhook.subscription;

import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integration.Format;
import io.d365hub.webhook.delivery.Envelope;
import io.d365hub.webhook.delivery.RetrySchedule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Who wants which events, and how.
 *
 * @param name small letters, digits and dashes
 * @param url where events are posted
 * @param events types that are wanted: {@code account.changed}, {@code account.*}, {@code *}
 * @param fields JSON Pointers of what of the data is told; none for everything
 * @param mapping JSLT that makes the data, after the fields are chosen; empty for none
 * @param envelope how events are written
 * @param source CloudEvents' source of all its events; empty for what the route says
 * @param credentials name of the credentials sent with each call; empty for none
 * @param ordering in which order
 * @param concurrency most calls at once
 * @param perSecond most calls a second; 0 for no limit
 * @param timeLimit of one call
 * @param retries how long the receiver is left alone when it fails
 * @param giveUpAfter age at which an event that cannot be delivered becomes a dead letter
 * @param disableAfter how long the receiver may fail without one success before it is disabled
 * @param origin our name for the handshake of CloudEvents; empty for none
 * @param description for people
 */
public record Subscription(
        String name,
        URI url,
        List<String> events,
        List<String> fields,
        String mapping,
        Envelope envelope,
        String source,
        String credentials,
        Ordering ordering,
        int concurrency,
        double perSecond,
        Duration timeLimit,
        RetrySchedule retries,
        Duration giveUpAfter,
        Duration disableAfter,
        String origin,
        String description) {

    /** Begins the name of a subscription's integration. Names of routes' integrations hold no dot. */
    public static final String INTEGRATION = "webhook.";

    public Subscription {
        events = List.copyOf(events);
        fields = List.copyOf(fields);
    }

    /** Whether events of this type are wanted. */
    public boolean wants(String type) {
        return events.stream().anyMatch(wanted -> matches(wanted, type));
    }

    private static boolean matches(String wanted, String type) {
        if (wanted.equals("*")) {
            return true;
        }
        return wanted.endsWith(".*") ? type.startsWith(wanted.substring(0, wanted.length() - 1)) : wanted.equals(type);
    }

    /** The name under which queue, ledger and dead letters know the subscription of this name. */
    public static String integration(String subscription) {
        return INTEGRATION + subscription;
    }

    /** Id of the message by which an event goes to the subscription of this name. */
    public static UUID message(String subscription, String event) {
        return EventMessage.id(subscription, event);
    }

    /** The integration whose one queue holds what waits for the receiver. */
    Integration queue(String declaredIn) {
        return new Integration(
                integration(name),
                Format.JSON,
                "/",
                1,
                Set.of(
                        EventMessage.ID,
                        EventMessage.TYPE,
                        EventMessage.TIME,
                        EventMessage.SUBJECT,
                        EventMessage.SOURCE),
                concurrency,
                Integration.DEFAULT_PATIENCE,
                Integration.DEFAULT_PARENT_WAIT,
                AfterDeadLetter.CONTINUE,
                false,
                Map.of(),
                declaredIn.isEmpty() ? "the admin API" : declaredIn);
    }
}
