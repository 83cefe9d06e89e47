package io.d365hub.webhook.delivery;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.throttle.Alarm;
import io.d365hub.webhook.delivery.Attempt.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.hc.core5.http.Method;

/**
 * One receiver of webhooks and how it has been answering: makes the calls, and says what each outcome means for the event
 * that met it. Thread-safe; nothing blocks.
 */
public final class Receiver {

    /** So many events in a row that fail show that the receiver is broken, and not the events. */
    private static final int BROKEN_AFTER = 5;

    /** What is the same for all receivers. */
    public record Surroundings(
            WebhookClient client, Clock clock, LongSupplier nanoTime, Alarm alarm, RandomGenerator random) {}

    private final ReceiverSettings settings;
    private final Surroundings around;
    private final RateLimit rate;
    private final Consent consent;
    /** In a row, one for each time that it was tried: calls that were under way together say the same. */
    private int failures;

    /** In a row. */
    private int failedCalls;

    private Instant lastFailure = Instant.MIN;
    private boolean gone;

    public Receiver(ReceiverSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        this.rate = new RateLimit(settings.perSecond(), around.nanoTime(), around.alarm());
        this.consent = new Consent(settings, around.client());
    }

    /** As its owner wants to be told. */
    public ReceiverSettings settings() {
        return settings;
    }

    /** Makes one attempt, when the receiver's rate allows. The future never fails: what went wrong is in the attempt. */
    public CompletableFuture<Attempt> deliver(Event event) {
        if (isGone()) {
            return CompletableFuture.completedFuture(stillGone(around.clock().instant()));
        }
        return rate.turn().thenCompose(turn -> attempt(event)).thenApply(this::noted);
    }

    private CompletableFuture<Attempt> attempt(Event event) {
        Instant at = around.clock().instant();
        long start = around.nanoTime().getAsLong();
        return consent.ask().thenCompose(given -> post(event, at)).handle((answer, failure) -> {
            Duration took = Duration.ofNanos(around.nanoTime().getAsLong() - start);
            return failure == null ? Outcomes.of(answer, at, took) : Outcomes.of(failure, at, took);
        });
    }

    private CompletableFuture<Answer> post(Event event, Instant at) {
        Envelope.Content content = settings.envelope().write(event);
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.put("content-type", content.contentType());
        headers.putAll(content.headers());
        headers.put("webhook-id", event.id());
        headers.put("webhook-timestamp", String.valueOf(at.getEpochSecond()));
        String signature = settings.keys().signature(event.id(), at, content.body());
        if (!signature.isEmpty()) {
            headers.put("webhook-signature", signature);
        }
        if (!settings.origin().isEmpty()) {
            headers.put("WebHook-Request-Origin", settings.origin());
        }
        return around.client().call(Method.POST, settings.url(), headers, content.body(), settings.timeLimit());
    }

    private synchronized Attempt noted(Attempt attempt) {
        switch (attempt.outcome()) {
            case DELIVERED, REFUSED -> {
                failures = 0;
                failedCalls = 0;
            }
            case AWAY, FAILED -> {
                failedCalls++;
                if (!attempt.at().isBefore(lastFailure)) {
                    failures++;
                    lastFailure = around.clock().instant();
                }
            }
            case GONE -> gone = true;
            case MISCONFIGURED -> consent.forget();
        }
        return attempt;
    }

    private synchronized boolean isGone() {
        return gone;
    }

    /** Calls it again although it had said that it wants no more (410): somebody has asked for that. */
    public synchronized void welcomeBack() {
        gone = false;
        failures = 0;
        failedCalls = 0;
    }

    private static Attempt stillGone(Instant now) {
        return new Attempt(
                now, Duration.ZERO, 0, Outcome.GONE, "It had answered 410 and was not called.", "", Optional.empty());
    }

    /**
     * What an attempt that did not deliver means for its event.
     *
     * @param accepted when the hub took the event on: too old ones become dead letters
     */
    public Failure failure(Attempt attempt, Instant accepted) {
        String code = attempt.status() == 0 ? "webhook" : "webhook-" + attempt.status();
        String what = "The event was not delivered to '" + settings.name() + "'.";
        Outcome outcome = attempt.outcome();
        boolean repeatable = outcome == Outcome.AWAY || outcome == Outcome.FAILED;
        if (repeatable && Duration.between(accepted, around.clock().instant()).compareTo(settings.giveUpAfter()) > 0) {
            return Failure.of(
                    FailureKind.REFUSED,
                    "webhook-exhausted",
                    what,
                    attempt.reason() + " It is older than "
                            + settings.giveUpAfter().toHours() + " hours.",
                    "When the receiver works again, replay the dead letter.");
        }
        return switch (outcome) {
            case AWAY -> pause(code, what, attempt);
            case FAILED ->
                isBroken()
                        ? pause(code, what, attempt)
                        : Failure.of(
                                FailureKind.TRANSIENT,
                                code,
                                what,
                                attempt.reason(),
                                "Nothing for now: the hub tries again.");
            case REFUSED ->
                Failure.of(
                        FailureKind.REFUSED,
                        code,
                        what,
                        attempt.reason(),
                        "Ask the receiver's owner what is wrong with it, mend the mapping, then replay the dead letter.");
            case GONE ->
                Failure.of(
                        FailureKind.MISCONFIGURED,
                        code,
                        what,
                        attempt.reason() + " It wants no more events.",
                        "Remove the receiver, or resume its integration once its owner wants events again.");
            case MISCONFIGURED ->
                Failure.of(
                        FailureKind.MISCONFIGURED,
                        code,
                        what,
                        attempt.reason(),
                        "Check address, secret, headers and certificate of the receiver, and hub.webhook.allowed-addresses when"
                                + " it is in your own network; the hub goes on by itself.");
            case DELIVERED -> throw new IllegalArgumentException("It was delivered");
        };
    }

    private synchronized boolean isBroken() {
        return failedCalls >= BROKEN_AFTER;
    }

    private Failure pause(String code, String what, Attempt attempt) {
        Duration planned;
        synchronized (this) {
            planned = settings.retries().after(failures, around.random());
        }
        Duration wait = attempt.retryAfter()
                .filter(asked -> asked.compareTo(planned) > 0)
                .orElse(planned);
        return new Failure(
                FailureKind.THROTTLED,
                code,
                what,
                attempt.reason(),
                "Nothing for now: everything for this receiver waits, and the hub tries again by itself.",
                Optional.of(wait),
                false,
                "");
    }
}
