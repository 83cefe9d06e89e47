package io.d365hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the admin API shows of subscriptions to webhooks and does to them; the root implements it. */
public interface WebhookControl {

    /**
     * One subscription in a list.
     *
     * @param url without its query, which may hold secrets
     * @param events types that it wants
     * @param state enabled, disabled, gone (the receiver wants no more) or removed
     * @param because why it is not delivered to, or waits; empty when all is well
     * @param lane running, paused (the receiver is away) or suspended (something is set up wrongly); stopped when not
     *     delivered to in this process
     * @param nextTry when a receiver that is away is called next
     * @param queued events that wait
     * @param delivered events that the receiver has
     * @param dead open and settled dead letters
     * @param failingSince first failure after the last success
     * @param missed events that were not kept for it while it was disabled
     * @param declaredIn its file; empty for the admin API
     */
    record Line(
            String name,
            String url,
            List<String> events,
            String state,
            String because,
            String lane,
            Optional<Instant> nextTry,
            long queued,
            long delivered,
            long dead,
            Optional<Instant> failingSince,
            long missed,
            String declaredIn) {}

    /**
     * One subscription in full.
     *
     * @param definition as it was declared; no query in the address
     * @param secrets how many sign now, never which
     * @param secretsFrom settings, or hub (kept in the database, see rotate-secret)
     */
    record Description(Line line, JsonNode definition, int secrets, String secretsFrom) {}

    /**
     * A secret, shown once and never again.
     *
     * @param until how long the secrets before it go on signing; empty when there were none
     */
    record NewSecret(String name, String secret, Optional<Instant> until) {}

    /**
     * A call that is no event of anybody.
     *
     * @param status HTTP status; 0 when no answer came
     * @param head beginning of the answer
     */
    record TestCall(
            String name, boolean delivered, int status, String outcome, long tookMillis, String reason, String head) {}

    /**
     * One call that failed.
     *
     * @param event webhook-id of the call
     */
    record FailedCall(
            UUID id,
            String event,
            String type,
            Instant at,
            long tookMillis,
            int status,
            String outcome,
            String reason,
            String head) {}

    /** What is sent again: a replay of dead letters; none when there is nothing to send. */
    record Recovery(String name, Instant since, Optional<UUID> replay, long selected) {}

    /** All subscriptions, by name. */
    List<Line> list();

    /** Under which name of an integration people see the subscription of this name. */
    String integration(String name);

    /** One of them; this and all below answer 404 as a problem when there is none of the name. */
    Description show(String name);

    /**
     * Adds one, and tells its secret.
     *
     * @param who the operator, here and below, for the audit trail
     */
    NewSecret create(JsonNode definition, String who);

    /** Changes what one wants; its queue and secrets stay. */
    Description replace(String name, JsonNode definition, String who);

    /** Delivers again, now. */
    Line enable(String name, String who);

    /** Calls the receiver no more; its events are kept. */
    Line disable(String name, String because, String who);

    /** Throws away what waits and forgets it. */
    Line remove(String name, String who);

    /** Makes a new secret; the present ones sign along for so long. */
    NewSecret rotate(String name, Duration keep, String who);

    /** Calls the receiver once. */
    TestCall test(String name);

    /** Failed calls, the newest first. */
    List<FailedCall> attempts(String name, Optional<UUID> before, int limit);

    /** Sends dead letters since then again. */
    Recovery recover(String name, Instant since, String who);
}
