package io.d365hub.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How one user of one environment stands at one moment. Immutable.
 *
 * @param environment host and port as the reader knows them
 * @param user application (client) id; empty when there is only one and nobody named it
 * @param pausedUntil when calls may be made again; empty while they may be made
 * @param reason why they may not, as a clause; empty while they may
 * @param code the far side's name for the reason; empty when it gave none
 * @param requests in the window
 * @param execution in the window, seconds
 * @param underWay calls
 * @param allowed calls at once
 * @param waiting calls that wait, by priority; those that do not occur are 0
 * @param refusals since the start, by the budget that was overdrawn
 * @param paused since the start, altogether
 * @param nextBatchRows rows that the next joined call would carry, if anybody joins rows
 * @param sentence all that in a line for a person
 */
public record GovernorSnapshot(
        String environment,
        String user,
        Optional<Instant> pausedUntil,
        String reason,
        String code,
        Use requests,
        Use execution,
        int underWay,
        int allowed,
        Map<Priority, Integer> waiting,
        Map<Limit, Long> refusals,
        Duration paused,
        OptionalInt nextBatchRows,
        String sentence) {

    public GovernorSnapshot {
        waiting = Map.copyOf(waiting);
        refusals = Map.copyOf(refusals);
    }

    /**
     * Use of one budget.
     *
     * @param used in the present window
     * @param allowed in a window; empty while the far side has told nothing about it
     */
    public record Use(double used, OptionalDouble allowed) {

        static Use of(Budget budget, long now) {
            double most = budget.most();
            return new Use(
                    budget.used(now), most == Double.MAX_VALUE ? OptionalDouble.empty() : OptionalDouble.of(most));
        }
    }

    /** Called under the lock of the governor. */
    static GovernorSnapshot of(
            String environment,
            String user,
            Admission admission,
            Pause pause,
            Ring ring,
            Map<Limit, Long> refusals,
            int nextBatchRows,
            Instant time,
            long now) {
        boolean paused = pause.running(now);
        Instant until = time.plus(pause.remaining(now));
        Map<Priority, Integer> waiting = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            waiting.put(priority, admission.waiting().size(priority));
        }
        int allowed = admission.concurrency().allowed(now);
        Sentence sentence = new Sentence(environment, user, nextBatchRows);
        return new GovernorSnapshot(
                environment,
                user,
                paused ? Optional.of(until) : Optional.empty(),
                paused ? pause.reason() : "",
                paused ? pause.code() : "",
                Use.of(admission.budgets().requests(), now),
                Use.of(admission.budgets().execution(), now),
                admission.underWay(),
                allowed,
                waiting,
                refusals,
                pause.total(now),
                nextBatchRows > 0 ? OptionalInt.of(nextBatchRows) : OptionalInt.empty(),
                paused
                        ? sentence.paused(until, pause.remaining(now), pause.code(), pause.reason())
                        : sentence.open(
                                admission.underWay(),
                                allowed,
                                admission.waiting().size(),
                                admission.blocker(),
                                time.plusNanos(ring.nanosUntil(now))));
    }

    /** How many calls wait, of any priority. */
    public int waitingCalls() {
        return waiting.values().stream().mapToInt(Integer::intValue).sum();
    }
}
