package io.d365hub.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.d365hub.intake.IdempotencyStore.Claimed;
import io.d365hub.message.WorkQueue.Stored;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Sends the message of an Idempotency-Key once, however often the request comes. A request that comes while the first one
 * is under way shares its outcome. Thread-safe, never blocks.
 */
final class OnceOnly {

    private static final int MOST_RECENT = 50_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final IdempotencyStore store;

    /** Bounded by the requests that are in flight. */
    private final ConcurrentMap<UUID, Attempt> underWay = new ConcurrentHashMap<>();

    /** SHA-256 of the bodies that were sent, so that quick repetitions need no database. */
    private final Cache<UUID, byte[]> recent;

    private record Attempt(byte[] bodySha256, CompletableFuture<Boolean> sentNow) {}

    OnceOnly(IdempotencyStore store, Duration retention) {
        this.store = store;
        this.recent = Caffeine.newBuilder()
                .maximumSize(MOST_RECENT)
                .expireAfterWrite(retention)
                .build();
    }

    /**
     * Sends, unless it was done before. The stage says whether this request is a repetition. It fails with {@link
     * ProblemException} when the key is another body's or the keys cannot be looked up, and as {@code send} fails.
     */
    CompletionStage<Boolean> send(
            UUID id, String integration, byte[] bodySha256, Supplier<CompletionStage<Stored>> send) {
        byte[] sent = recent.getIfPresent(id);
        if (sent != null) {
            return Arrays.equals(sent, bodySha256)
                    ? CompletableFuture.completedFuture(true)
                    : CompletableFuture.failedFuture(otherBody());
        }
        Attempt mine = new Attempt(bodySha256, new CompletableFuture<>());
        Attempt first = underWay.putIfAbsent(id, mine);
        if (first != null) {
            return Arrays.equals(first.bodySha256(), bodySha256)
                    ? first.sentNow().thenApply(repeated -> true)
                    : CompletableFuture.failedFuture(otherBody());
        }
        store.claim(id, integration, bodySha256)
                .exceptionally(e -> {
                    throw new ProblemException(Problem.unavailable(
                            "The message was not taken.",
                            "Its Idempotency-Key cannot be looked up: the hub's database does not answer.",
                            SOON));
                })
                .thenCompose(claimed -> act(id, claimed, send))
                .whenComplete((repeated, e) -> {
                    if (e == null) {
                        recent.put(id, bodySha256);
                    }
                    underWay.remove(id);
                    if (e == null) {
                        mine.sentNow().complete(repeated);
                    } else {
                        mine.sentNow().completeExceptionally(e instanceof CompletionException ? e.getCause() : e);
                    }
                });
        return mine.sentNow();
    }

    private CompletionStage<Boolean> act(UUID id, Claimed claimed, Supplier<CompletionStage<Stored>> send) {
        return switch (claimed) {
            case SENT -> CompletableFuture.completedFuture(true);
            case OTHER_BODY -> CompletableFuture.failedFuture(otherBody());
            case TO_SEND ->
                send.get()
                        // A mark that is lost costs nothing but another send, which the broker's duplicate id drops.
                        .thenCompose(stored -> store.markSent(id).handle((done, e) -> stored == Stored.DUPLICATE));
        };
    }

    private static ProblemException otherBody() {
        return new ProblemException(Problem.of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "The message was not taken.",
                "Its Idempotency-Key came before, with another body.",
                "Send the body of the first time again, or a new key for a new message."));
    }
}
