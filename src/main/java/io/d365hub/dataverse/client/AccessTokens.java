package io.d365hub.dataverse.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that opens Dataverse, fetched when first needed and kept.
 *
 * <p>Some minutes before it ends one caller has it renewed while all go on with the old one; without a valid token all
 * wait for the same request. A failed request is not repeated for two seconds. Thread-safe.
 */
final class AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(5);
    /** A token that ends while the call travels would be refused. */
    private static final Duration UNUSABLE_BEFORE_END = Duration.ofSeconds(20);

    private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_EARLY_RENEWALS = Duration.ofSeconds(30);

    private record Token(String value, Instant renewAt, Instant unusableAt) {}

    private final TokenEndpoint endpoint;
    private final InstantSource clock;

    private final Object lock = new Object();
    private Token token;
    private CompletableFuture<String> request;
    private Instant nextEarlyRenewal = Instant.MIN;
    private Throwable lastFailure;
    private Instant failureHolds = Instant.MIN;

    AccessTokens(TokenEndpoint endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * A usable token. Fails with {@link DataverseException}: THROTTLED while the token endpoint cannot be reached,
     * MISCONFIGURED when it refuses us.
     */
    CompletableFuture<String> token() {
        CompletableFuture<String> answer;
        CompletableFuture<String> begun = null;
        synchronized (lock) {
            Instant now = clock.instant();
            if (token != null && now.isBefore(token.unusableAt())) {
                answer = CompletableFuture.completedFuture(token.value());
                if (!now.isBefore(token.renewAt()) && request == null && !now.isBefore(nextEarlyRenewal)) {
                    nextEarlyRenewal = now.plus(BETWEEN_EARLY_RENEWALS);
                    begun = begin();
                }
            } else if (request != null) {
                answer = request.copy();
            } else if (now.isBefore(failureHolds)) {
                answer = CompletableFuture.failedFuture(lastFailure);
            } else {
                begun = begin();
                answer = begun.copy();
            }
        }
        if (begun != null) {
            // Outside the lock: the answer may come on this very thread.
            fetch(begun);
        }
        return answer;
    }

    /** Dataverse refused this token: the next caller has a new one fetched. A newer token stays. */
    void reject(String refused) {
        synchronized (lock) {
            if (token != null && token.value().equals(refused)) {
                token = null;
            }
        }
    }

    private CompletableFuture<String> begin() {
        request = new CompletableFuture<>();
        return request;
    }

    private void fetch(CompletableFuture<String> begun) {
        var unused = endpoint.fetch().whenComplete((grant, failure) -> {
            synchronized (lock) {
                request = null;
                if (grant != null) {
                    token = keep(grant);
                } else {
                    lastFailure = failure;
                    failureHolds = clock.instant().plus(BETWEEN_FAILURES);
                    if (token != null) {
                        LOG.warn(
                                "The token for Dataverse could not be renewed early; the present one still holds. {}",
                                failure.getMessage());
                    }
                }
            }
            if (grant != null) {
                begun.complete(grant.token());
            } else {
                begun.completeExceptionally(failure);
            }
        });
    }

    private Token keep(TokenEndpoint.Grant grant) {
        Instant now = clock.instant();
        Duration life = grant.life();
        // A short life (a simulator's, a policy's) is used for three quarters before it is renewed.
        Duration early = min(RENEW_BEFORE_END, life.dividedBy(4));
        Duration margin = min(UNUSABLE_BEFORE_END, life.dividedBy(8));
        return new Token(
                grant.token(), now.plus(life).minus(early), now.plus(life).minus(margin));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
