package io.d365hub.intake;

import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Waits for the result of one message on behalf of its request: looks when the ledger has news, every two seconds
 * (another process may have worked the message), and a last time when the time is up. Confined to the request's event loop but for
 * the look-ups.
 */
final class AwaitedDelivery {

    private static final long LOOK_MILLIS = 2_000;
    /** A dead letter and the ledger's note of it come apart, a moment after each other. */
    private static final long SOON_MILLIS = 25;

    private static final long LATER_MILLIS = 400;

    private final UUID message;
    private final Context context;
    private final DeliveryResults results;
    private final WorkerExecutor workers;
    private final Consumer<Optional<DeliveryResult>> answer;
    private WaitingRequests.Ticket ticket;
    private Optional<UUID> superseded = Optional.empty();
    private boolean begun;
    private boolean looking;
    private boolean last;
    private boolean ending;
    private boolean done;
    private long lookAgainMillis;
    private long deadline = -1;
    private long ticks = -1;

    private AwaitedDelivery(
            UUID message,
            Context context,
            DeliveryResults results,
            WorkerExecutor workers,
            Consumer<Optional<DeliveryResult>> answer) {
        this.message = message;
        this.context = context;
        this.results = results;
        this.workers = workers;
        this.answer = answer;
    }

    /**
     * Takes a place among those who wait, before the message is sent, so that its delivery is known to be urgent.
     *
     * @param answer called once, on the event loop, with the result or with nothing when the time is up; not after {@link
     *     #cancel}
     * @return empty when too many wait
     */
    static Optional<AwaitedDelivery> of(
            WaitingRequests waiting,
            UUID message,
            Context context,
            DeliveryResults results,
            WorkerExecutor workers,
            Consumer<Optional<DeliveryResult>> answer) {
        AwaitedDelivery delivery = new AwaitedDelivery(message, context, results, workers, answer);
        Optional<WaitingRequests.Ticket> place = waiting.open(
                message,
                () -> context.runOnContext(v -> delivery.news()),
                () -> context.runOnContext(v -> delivery.end()));
        delivery.ticket = place.orElse(null);
        return place.map(there -> delivery);
    }

    /**
     * The message is stored.
     *
     * @param repeatedBy the client, when the message had been there before: it is tried again if it is a dead letter
     */
    void begin(Duration time, Optional<String> repeatedBy) {
        begun = true;
        if (ending) {
            finish(Optional.empty());
            return;
        }
        deadline = context.owner().setTimer(time.toMillis(), timer -> {
            last = true;
            lookAgainMillis = SOON_MILLIS;
            look();
        });
        ticks = context.owner().setPeriodic(LOOK_MILLIS, timer -> look());
        if (repeatedBy.isPresent()) {
            workers.executeBlocking(() -> results.again(message, repeatedBy.get()), false)
                    .onComplete(again -> {
                        superseded = again.succeeded() ? again.result() : Optional.empty();
                        look();
                    });
        } else {
            look();
        }
    }

    private void news() {
        lookAgainMillis = SOON_MILLIS;
        look();
    }

    private void end() {
        ending = true;
        if (begun) {
            finish(Optional.empty());
        }
    }

    private void look() {
        if (done || !begun || looking) {
            return;
        }
        looking = true;
        workers.executeBlocking(() -> results.find(message), false).onComplete(found -> {
            looking = false;
            found(found.succeeded() ? found.result() : Optional.empty());
        });
    }

    private void found(Optional<DeliveryResult> result) {
        boolean old = superseded.isPresent()
                && result.flatMap(DeliveryResult::letter)
                        .map(DeliveryResult.Letter::id)
                        .equals(superseded);
        if ((result.isPresent() && !old) || last) {
            finish(result);
        } else if (lookAgainMillis > 0 && !done) {
            context.owner().setTimer(lookAgainMillis, timer -> look());
            lookAgainMillis = lookAgainMillis < LATER_MILLIS ? lookAgainMillis * 2 : 0;
        }
    }

    private void finish(Optional<DeliveryResult> result) {
        if (!done) {
            cancel();
            answer.accept(result);
        }
    }

    /** Nobody waits any more. */
    void cancel() {
        if (!done) {
            done = true;
            ticket.close();
            context.owner().cancelTimer(deadline);
            context.owner().cancelTimer(ticks);
        }
    }
}
