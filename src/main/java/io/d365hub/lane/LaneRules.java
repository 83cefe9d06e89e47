package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureClassifier;
import io.d365hub.ledger.Outcome;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** The rules of lanes that hold without a broker too, for those who rehearse a route: the same verdicts, the same waits. */
public final class LaneRules {

    /** Every how long a suspended integration tries its target. */
    public static final Duration SUSPENDED_PROBE = LaneSettings.DEFAULTS.suspendedProbe();

    private LaneRules() {}

    /**
     * What a lane takes from an exchange that its route is done with.
     *
     * @param filtered whether the route let it end on purpose
     * @param failure why it failed; empty when it did not
     */
    public record Judged(boolean filtered, Optional<Failure> failure) {}

    /** Lets filter steps tell lanes what they held back; before routes are built. */
    public static void prepare(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(new FilterMark());
    }

    /** The verdict. */
    public static Judged judge(Exchange exchange, FailureClassifier classifier) {
        Verdict verdict = Verdict.of(exchange, classifier);
        return new Judged(verdict.outcome() == Outcome.FILTERED, Optional.ofNullable(verdict.failure()));
    }

    /** How long a row waits in its lane before a retry, counted from 0; empty when it is to be parked. */
    public static Optional<Duration> inLane(int retry) {
        return RetryDelays.inLane(retry);
    }

    /** How long a parked key waits before a try, counted from 0. */
    public static Duration parked(int tries) {
        return RetryDelays.parked(tries);
    }
}
