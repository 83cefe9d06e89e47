package io.d365hub.broker;

import io.d365hub.message.HubMessage;
import io.d365hub.message.WorkQueue.Stored;
import io.d365hub.message.WorkQueueUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import org.apache.activemq.artemis.api.core.SimpleString;

/** Messages that a caller wants stored, all or none, and what became of them. Settled once; thread-safe. */
final class StoreRequest {

    /** What a message costs beside its body: properties and objects. */
    private static final int OVERHEAD_BYTES = 1024;

    /** One message and the queue that it goes to; without a message, a marker that carries nothing but the duplicate id. */
    record Addressed(HubMessage message, SimpleString address) {}

    private final String duplicateId;
    private final long askedAt;
    private final long bytes;
    private final LongConsumer release;
    private final CompletableFuture<Stored> answer = new CompletableFuture<>();

    /** Null once settled: a slow one in front of it must not keep its bodies in memory. */
    private volatile List<Addressed> messages;

    /**
     * A request.
     *
     * @param askedAt reading of the nanosecond clock
     * @param release told the bytes once, when it is settled
     */
    StoreRequest(List<Addressed> messages, String duplicateId, long askedAt, long bytes, LongConsumer release) {
        this.messages = messages;
        this.duplicateId = duplicateId;
        this.askedAt = askedAt;
        this.bytes = bytes;
        this.release = release;
    }

    static long bytes(HubMessage message) {
        return message.body().length + (long) OVERHEAD_BYTES;
    }

    /** Null when it is settled. */
    List<Addressed> messages() {
        return messages;
    }

    String duplicateId() {
        return duplicateId;
    }

    long askedAt() {
        return askedAt;
    }

    boolean isSettled() {
        return answer.isDone();
    }

    CompletionStage<Stored> answer() {
        return answer;
    }

    void stored(Stored result) {
        if (answer.complete(result)) {
            settled();
        }
    }

    void unavailable(String why, Duration retryAfter) {
        failed(new WorkQueueUnavailableException(why, retryAfter));
    }

    void failed(RuntimeException why) {
        if (answer.completeExceptionally(why)) {
            settled();
        }
    }

    private void settled() {
        messages = null;
        release.accept(bytes);
    }
}
