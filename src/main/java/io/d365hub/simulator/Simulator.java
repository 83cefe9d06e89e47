package io.d365hub.simulator;

import io.d365hub.simulator.control.Fault;
import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.control.MovableClock;
import io.d365hub.simulator.control.Statistics;
import io.d365hub.simulator.event.EventSettings;
import io.d365hub.simulator.http.HttpFrontend;
import io.d365hub.simulator.http.HttpServers;
import io.d365hub.simulator.http.SimulatedService;
import io.d365hub.simulator.http.TokenIssuer;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.limits.WebServers;
import io.d365hub.simulator.model.StandardTables;
import io.d365hub.simulator.odata.Dialect;
import io.d365hub.simulator.operation.Environment;
import io.d365hub.simulator.operation.EnvironmentRules;
import io.d365hub.simulator.operation.Privilege;
import io.d365hub.simulator.persistence.EnvironmentFile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A running stand-in for Dataverse, with a seeded sample company in memory.
 *
 * <p>Get one with {@link #start}; it owns its threads and its port until {@link #close}. Thread-safe. The methods beside
 * {@code port} and {@code close} are the controls that tests use; the same are on the wire under {@code /_simulator}.
 */
public final class Simulator implements AutoCloseable {

    /** Vert.x binds all instances that give the same negative port to one free port. */
    private static final int ANY_SHARED_PORT = -1;

    private final HttpServers servers;
    private final SimulatedService service;
    private final SimulatorSettings settings;
    /** Null when everything is in memory. */
    private final EnvironmentFile file;

    private Simulator(HttpServers servers, SimulatedService service, SimulatorSettings settings, EnvironmentFile file) {
        this.file = file;
        this.servers = servers;
        this.service = service;
        this.settings = settings;
    }

    /**
     * Starts a simulator and returns when it answers.
     *
     * @throws IllegalStateException when it cannot bind its port
     */
    public static Simulator start(SimulatorSettings settings) {
        MovableClock clock = new MovableClock(settings.clock());
        TokenIssuer tokens = new TokenIssuer(
                settings.clients(),
                settings.tokenLifetime(),
                settings.tokenMode() == SimulatorSettings.TokenMode.ANY,
                clock);
        Statistics statistics = new Statistics();
        EnvironmentRules rules = new EnvironmentRules(settings.dialect());
        SimulatedService service = new SimulatedService(
                () -> SampleCompany.seed(StandardTables.model(), statistics, clock, settings, rules),
                rules,
                new WebServers(settings.webServers(), settings.limits(), clock),
                settings.latency(),
                tokens,
                statistics,
                clock);
        HttpServers servers = new HttpServers(settings.eventLoops());
        EnvironmentFile file = null;
        try {
            file = settings.file()
                    .map(path -> new EnvironmentFile(path, service::environment, service::parser))
                    .orElse(null);
            statistics.reset();
            servers.listen(service, address(settings));
            return new Simulator(servers, service, settings, file);
        } catch (IllegalStateException e) {
            if (file != null) {
                file.close();
            }
            servers.close();
            throw e;
        }
    }

    private static HttpFrontend.Address address(SimulatorSettings settings) {
        return new HttpFrontend.Address(
                settings.host(),
                settings.port() == 0 ? ANY_SHARED_PORT : settings.port(),
                settings.mostBodyBytes(),
                settings.tenantId(),
                settings.tls().orElse(null));
    }

    /** The port it listens on. */
    public int port() {
        return servers.port();
    }

    /** What a client calls the environment URL, without a path: {@code http://127.0.0.1:8082}. */
    public URI url() {
        return URI.create((settings.tls().isPresent() ? "https://" : "http://") + settings.host() + ":" + port());
    }

    /** Where a client gets its tokens. */
    public URI tokenUrl() {
        return URI.create(url() + "/" + settings.tenantId() + "/oauth2/v2.0/token");
    }

    /** Sets the limits; what users have used is forgotten. */
    public void limits(Limits limits) {
        service.webServers().limits(limits);
    }

    /** Sets the limits in the middle of a run: what users have used already counts. */
    public void tightenLimits(Limits limits) {
        service.webServers().tighten(limits);
    }

    /** Sets the number of web servers. */
    public void webServers(int count) {
        service.webServers().count(count);
    }

    /** Sets how it answers where the facts are uncertain. */
    public void dialect(Dialect dialect) {
        service.rules().dialect(dialect);
    }

    /** Takes a privilege from a client's user, or gives it back. */
    public void privilege(String clientId, Privilege privilege, boolean granted) {
        service.rules().privilege(TokenIssuer.userOf(clientId), privilege, granted);
    }

    public void latency(Latency latency) {
        service.latency(latency);
    }

    public void fault(Fault fault) {
        service.faults().add(fault);
    }

    public void clearFaults() {
        service.faults().clear();
    }

    /** Moves the simulator's clock. */
    public void advanceClock(Duration distance) {
        service.clock().advance(distance);
    }

    /** Makes every delta link that was given out expire: {@code 0x80044352}. */
    public void expireDeltaTokens() {
        Environment environment = service.environment();
        environment.changes().expireTokens(environment.database());
    }

    /** Makes every issued token invalid, as if it had expired. */
    public void revokeTokens() {
        service.tokens().revokeAll();
    }

    /** Adds a client, or gives it another secret. */
    public void client(String clientId, String secret) {
        service.tokens().client(clientId, secret);
    }

    /**
     * Adds a client that signs assertions instead of sending a secret, or gives it another certificate.
     *
     * @param pem the certificate
     */
    public void certificate(String clientId, String pem) {
        service.tokens().certificate(clientId, pem);
    }

    /** The numbers of {@code GET /_simulator/statistics}. */
    public Map<String, Object> statistics() {
        return service.statistics().snapshot();
    }

    /** Counts from zero again; what is running stays. */
    public void forgetStatistics() {
        service.statistics().reset();
    }

    /** The newest requests of the Web API since the statistics were reset, at most 2,000. */
    public List<Statistics.CallRecord> calls() {
        return service.statistics().newest();
    }

    /** The numbers of {@code GET /_simulator/events/statistics}. */
    public Map<String, Object> eventStatistics() {
        return service.environment().events().statistics();
    }

    /** Sets how webhooks and bus messages are delivered. */
    public void events(EventSettings settings) {
        service.environment().events().settings(settings);
    }

    /** How many rows a table has; by entity set name. */
    public long count(String entitySet) {
        Environment environment = service.environment();
        return environment
                .database()
                .table(environment.model().byEntitySet(entitySet).orElseThrow())
                .size();
    }

    /** Back to how it was at the start; issued tokens stay valid. */
    public void reset() {
        service.reset();
    }

    /** Stops listening; open connections are closed. */
    @Override
    public void close() {
        servers.close();
        service.environment().events().close();
        if (file != null) {
            file.close();
        }
    }
}
