package io.d365hub.intake;

import io.d365hub.intake.Admission.Admitted;
import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What a request needs that would wait for the result of its message's delivery. */
record Awaiting(WaitingRequests waiting, DeliveryResults results, WorkerExecutor workers) {

    /** Longest time that this request waits; empty when it does not ask for it, or brings several messages. */
    Optional<Duration> time(Admitted admitted) {
        return admitted.patience()
                .filter(asked -> !admitted.lines())
                .map(asked -> asked.compareTo(waiting.longest()) < 0 ? asked : waiting.longest());
    }

    Optional<AwaitedDelivery> open(UUID message, Context context, Consumer<Optional<DeliveryResult>> answer) {
        return AwaitedDelivery.of(waiting, message, context, results, workers, answer);
    }
}
