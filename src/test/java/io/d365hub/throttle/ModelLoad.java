package io.d365hub.throttle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;

/** Callers of one priority: each asks, calls, and asks again; sent away, it comes back when the pause is over. */
final class ModelLoad {

    private final VirtualTime time;
    private final ModelService service;
    private final Governor governor;
    private final Priority priority;
    private final double seconds;
    private final double spread;
    private final Random random = new Random(9);
    final List<Double> waits = new ArrayList<>();
    final List<Double> startedAt = new ArrayList<>();
    long done;
    double work;

    /** @param seconds of one call, give or take the spread */
    ModelLoad(
            VirtualTime time,
            ModelService service,
            Governor governor,
            Priority priority,
            double seconds,
            double spread) {
        this.time = time;
        this.service = service;
        this.governor = governor;
        this.priority = priority;
        this.seconds = seconds;
        this.spread = spread;
    }

    /** So many callers that never rest. */
    ModelLoad callers(int number) {
        for (int i = 0; i < number; i++) {
            time.after(0, () -> once(true, time.seconds()));
        }
        return this;
    }

    /** One call every so often, whether or not the one before has ended. */
    ModelLoad every(Duration period) {
        time.after(period, () -> {
            once(false, time.seconds());
            every(period);
        });
        return this;
    }

    private void once(boolean again, double asked) {
        var unused = governor.acquire(priority).whenComplete((permit, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                time.after(((PausedException) cause).remaining(), () -> once(again, asked));
                return;
            }
            waits.add(time.seconds() - asked);
            startedAt.add(time.seconds());
            double length = seconds + spread * (random.nextDouble() * 2 - 1);
            service.call(permit, length, carriedOut -> {
                if (carriedOut) {
                    done++;
                    work += length;
                } else {
                    once(again, asked);
                    return;
                }
                if (again) {
                    time.after(0, () -> once(true, time.seconds()));
                }
            });
        });
    }

    Priority priority() {
        return priority;
    }

    double waitAt(double quantile) {
        List<Double> sorted = waits.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * quantile)));
    }
}
