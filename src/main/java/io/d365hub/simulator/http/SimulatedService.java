package io.d365hub.simulator.http;

import io.d365hub.simulator.control.Faults;
import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.control.MovableClock;
import io.d365hub.simulator.control.Statistics;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.limits.WebServers;
import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.operation.Environment;
import io.d365hub.simulator.operation.EnvironmentRules;
import io.d365hub.simulator.operation.OperationParser;
import java.util.function.Supplier;

/** Everything that the requests of one simulator share. Thread-safe. */
public final class SimulatedService {

    private final Supplier<Environment> seed;
    private final Limits firstLimits;
    private final Latency firstLatency;
    private final TokenIssuer tokens;
    private final WebServers webServers;
    private final int firstWebServers;
    private final EnvironmentRules rules;
    private final Faults faults = new Faults();
    private final Statistics statistics;
    private final MovableClock clock;
    private volatile Latency latency;
    private volatile Web web;

    /** An environment with the parser that works on it. */
    record Web(Environment environment, OperationParser parser) {

        Web(Environment environment) {
            this(environment, new OperationParser(environment));
        }
    }

    /**
     * A service over freshly seeded data.
     *
     * @param seed makes the environment at the start and at each reset
     */
    public SimulatedService(
            Supplier<Environment> seed,
            EnvironmentRules rules,
            WebServers webServers,
            Latency latency,
            TokenIssuer tokens,
            Statistics statistics,
            MovableClock clock) {
        this.seed = seed;
        this.rules = rules;
        this.webServers = webServers;
        this.firstLimits = webServers.limits();
        this.firstWebServers = webServers.count();
        this.firstLatency = latency;
        this.tokens = tokens;
        this.statistics = statistics;
        this.clock = clock;
        this.latency = latency;
        this.web = new Web(seed.get());
        statistics.reset();
    }

    Web web() {
        return web;
    }

    public Environment environment() {
        return web.environment();
    }

    /** Reads requests for the newest environment. */
    public OperationParser parser() {
        return web.parser();
    }

    public TokenIssuer tokens() {
        return tokens;
    }

    public WebServers webServers() {
        return webServers;
    }

    /** What people decide for the environment. */
    public EnvironmentRules rules() {
        return rules;
    }

    Supplier<Dialect> dialect() {
        return rules::dialect;
    }

    public Faults faults() {
        return faults;
    }

    public Statistics statistics() {
        return statistics;
    }

    public MovableClock clock() {
        return clock;
    }

    public Latency latency() {
        return latency;
    }

    public void latency(Latency changed) {
        latency = changed;
    }

    /** Puts everything back to how it was at the start; issued tokens stay valid. */
    public void reset() {
        clock.reset();
        faults.clear();
        latency = firstLatency;
        webServers.count(firstWebServers);
        webServers.limits(firstLimits);
        rules.reset();
        web.environment().events().close();
        web = new Web(seed.get());
        statistics.reset();
    }
}
