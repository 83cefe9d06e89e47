package io.d365hub;

import io.d365hub.console.WebhookControl.FailedCall;
import io.d365hub.console.WebhookControl.Recovery;
import io.d365hub.console.WebhookControl.TestCall;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.webhook.delivery.Attempt;
import io.d365hub.webhook.delivery.Event;
import io.d365hub.webhook.delivery.Receiver;
import io.d365hub.webhook.subscription.InvalidSubscriptionException;
import io.d365hub.webhook.subscription.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Calls of a receiver as operators make them, see them and ask for them again; its subscription exists. Thread-safe; blocks. */
record SubscriptionCalls(WebhookParts parts, HubState state, Clock clock) {

    private static final String TEST = "hub.webhook.test";

    /** Calls the receiver once. */
    TestCall test(String name) {
        Receiver receiver;
        try {
            receiver = parts.subscriptions().receiver(name).orElseThrow();
        } catch (InvalidSubscriptionException e) {
            throw HubWebhooks.problem(422, "The receiver was not called.", e.getMessage(), "Mend the subscription.");
        }
        Instant now = clock.instant();
        Event event = new Event(
                UUID.randomUUID().toString(),
                TEST,
                now,
                "/d365-hub",
                "webhook/" + name,
                "application/json",
                ("{\"subscription\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
        Attempt attempt = receiver.deliver(event).join();
        return new TestCall(
                name,
                attempt.delivered(),
                attempt.status(),
                SubscriptionLines.word(attempt.outcome()),
                attempt.took().toMillis(),
                attempt.reason(),
                parts.answers().shown(event, attempt.head()));
    }

    /** The newest first. */
    List<FailedCall> failed(String name, Optional<UUID> before, int limit) {
        return parts.attempts().of(name, before, limit).stream()
                .map(attempt -> new FailedCall(
                        attempt.id(),
                        attempt.event(),
                        attempt.eventType(),
                        attempt.at(),
                        attempt.tookMillis(),
                        attempt.status(),
                        SubscriptionLines.word(attempt.outcome()),
                        attempt.reason(),
                        attempt.head()))
                .toList();
    }

    /** Sends dead letters since then again. */
    Recovery recover(String name, Instant since, String who) {
        LetterQuery failed =
                LetterQuery.OPEN.ofIntegration(Subscription.integration(name)).diedBetween(since, clock.instant());
        if (state.deadLetters().count(failed) == 0) {
            return new Recovery(name, since, Optional.empty(), 0);
        }
        // Forced: receivers of events want each of them, also those that later ones went before.
        UUID job = state.replays()
                .create(ReplayRequest.of(failed, who, "webhooks recover").forced());
        return new Recovery(
                name,
                since,
                Optional.of(job),
                state.replays().report(job).orElseThrow().selected());
    }
}
