package io.d365hub.webhook.delivery;

import io.d365hub.failure.RetryAfter;
import io.d365hub.webhook.delivery.AddressPolicy.AddressRefusedException;
import io.d365hub.webhook.delivery.Attempt.Outcome;
import io.d365hub.webhook.delivery.Consent.ConsentRefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Reads what an answer, or its absence, means (events spec §6.1, result handling, and §6.3, delivery answers [V]). */
final class Outcomes {

    private Outcomes() {}

    static Attempt of(Answer answer, Instant at, Duration took) {
        Outcome outcome = of(answer);
        Optional<Duration> wait = outcome == Outcome.DELIVERED
                ? Optional.empty()
                : RetryAfter.of(answer.header("retry-after"), answer.header("date"), at.plus(took));
        return new Attempt(
                at, took, answer.status(), outcome, "It answered " + answer.status() + ".", text(answer), wait);
    }

    private static Outcome of(Answer answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return Outcome.DELIVERED;
        }
        // Svix's receivers use it to say that this event need not come again (events spec §6.2).
        if (answer.header("webhook-delivery")
                .filter("abort-message"::equalsIgnoreCase)
                .isPresent()) {
            return Outcome.REFUSED;
        }
        return switch (status) {
            case 410 -> Outcome.GONE;
            case 429, 502, 503, 504 -> Outcome.AWAY;
            case 408, 425 -> Outcome.FAILED;
            case 401, 403, 404, 405, 407 -> Outcome.MISCONFIGURED;
            default -> status < 400 ? Outcome.MISCONFIGURED : status < 500 ? Outcome.REFUSED : Outcome.FAILED;
        };
    }

    static Attempt of(Throwable thrown, Instant at, Duration took) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof java.util.concurrent.ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof AddressRefusedException) {
            return without(
                    at, took, Outcome.MISCONFIGURED, "Its address may not be called: " + cause.getMessage() + ".");
        }
        if (cause instanceof ConsentRefusedException) {
            return without(at, took, Outcome.MISCONFIGURED, "It did not agree: " + cause.getMessage() + ".");
        }
        if (cause instanceof SSLException) {
            return without(
                    at,
                    took,
                    Outcome.MISCONFIGURED,
                    "Its TLS certificate was not accepted: " + cause.getMessage() + ".");
        }
        if (cause instanceof TimeoutException || cause instanceof java.io.InterruptedIOException) {
            return without(at, took, Outcome.AWAY, "No answer came within " + took.toMillis() + " ms.");
        }
        return without(
                at,
                took,
                Outcome.AWAY,
                "No answer came: "
                        + (cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()) + ".");
    }

    private static Attempt without(Instant at, Duration took, Outcome outcome, String reason) {
        return new Attempt(at, took, 0, outcome, reason, "", Optional.empty());
    }

    /** What a person may read of it: nothing that could steer a terminal. */
    private static String text(Answer answer) {
        return new String(answer.head(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
    }
}
