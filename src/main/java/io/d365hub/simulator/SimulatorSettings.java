package io.d365hub.simulator;

import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.event.EventSettings;
import io.d365hub.simulator.http.Tls;
import io.d365hub.simulator.limits.Limits;
import io.d365hub.simulator.limits.WebServers;
import io.d365hub.simulator.odata.Dialect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** How a simulator is started. Immutable; start from {@link #defaults()} and change what matters. */
public final class SimulatorSettings {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8082;
    public static final String DEFAULT_TENANT_ID = "7d3e9a52-64c1-4f0b-9d8e-21b5c6a70f14";
    public static final String DEFAULT_CLIENT_ID = "3f0c5d1e-8b7a-4c29-9e54-d365b0000001";
    /** Opens nothing but a simulator on this machine. */
    public static final String DEFAULT_CLIENT_SECRET = "simulator-development-secret";

    public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofSeconds(3599);
    public static final int DEFAULT_MOST_BODY_BYTES = 128 * 1024 * 1024;

    // Assigned by the constructor and by the change of a copy that nobody else has seen yet.
    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private String tenantId = DEFAULT_TENANT_ID;
    private Map<String, String> clients = Map.of(DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET);
    private TokenMode tokenMode = TokenMode.ISSUED;
    private Duration tokenLifetime = DEFAULT_TOKEN_LIFETIME;
    private Limits limits = Limits.documented();
    private int webServers = 1;
    private Seed seed = Seed.SAMPLE;
    private Latency latency = Latency.NONE;
    private Dialect dialect = Dialect.CURRENT;
    private InstantSource clock = InstantSource.system();
    private int eventLoops = 0;
    private int mostBodyBytes = DEFAULT_MOST_BODY_BYTES;
    private Path file;
    private Tls tls;
    private EventSettings events = EventSettings.DEFAULTS;

    /** Which bearer tokens are taken. */
    public enum TokenMode {
        /** Only those that the token endpoint has issued, until they end. */
        ISSUED,
        /** Every one; each text is a user of its own. */
        ANY
    }

    /** Which rows an environment starts with. */
    public enum Seed {
        /** The sample company. */
        SAMPLE,
        /** Users, currencies, a unit and a price list: what a row cannot do without. */
        EMPTY
    }

    private SimulatorSettings() {}

    private SimulatorSettings(SimulatorSettings other) {
        host = other.host;
        port = other.port;
        tenantId = other.tenantId;
        clients = other.clients;
        tokenMode = other.tokenMode;
        tokenLifetime = other.tokenLifetime;
        limits = other.limits;
        webServers = other.webServers;
        seed = other.seed;
        latency = other.latency;
        dialect = other.dialect;
        clock = other.clock;
        eventLoops = other.eventLoops;
        mostBodyBytes = other.mostBodyBytes;
        file = other.file;
        tls = other.tls;
        events = other.events;
    }

    /** Port 8082 on loopback, one client, one web server, the documented limits, no latency. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings();
    }

    private SimulatorSettings with(Consumer<SimulatorSettings> change) {
        SimulatorSettings copy = new SimulatorSettings(this);
        change.accept(copy);
        return copy;
    }

    /** The address to bind. */
    public String host() {
        return host;
    }

    /** The port to bind; 0 for any free one. */
    public int port() {
        return port;
    }

    /** The tenant in the challenge of a 401; the token endpoint takes any. */
    public String tenantId() {
        return tenantId;
    }

    /** Secrets by client id; each client is a user of its own. */
    public Map<String, String> clients() {
        return clients;
    }

    /** Whether only issued tokens are taken. */
    public TokenMode tokenMode() {
        return tokenMode;
    }

    /** How long a token is good. */
    public Duration tokenLifetime() {
        return tokenLifetime;
    }

    /** The service protection limits for each user on each web server. */
    public Limits limits() {
        return limits;
    }

    /** How many web servers the environment has; each keeps the limits for itself. */
    public int webServers() {
        return webServers;
    }

    /** Where the environment is kept over a restart; empty for memory alone. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** The key store of HTTPS; empty for plain HTTP. */
    public Optional<Tls> tls() {
        return Optional.ofNullable(tls);
    }

    /** Which rows it starts with. */
    public Seed seed() {
        return seed;
    }

    /** How long requests take. */
    public Latency latency() {
        return latency;
    }

    /** How it answers where the facts are uncertain. */
    public Dialect dialect() {
        return dialect;
    }

    /** The time, which {@code POST /_simulator/clock} moves further. */
    public InstantSource clock() {
        return clock;
    }

    /** How webhooks and bus messages are delivered. */
    public EventSettings events() {
        return events;
    }

    /** Threads that serve; 0 for one for each processor. */
    public int eventLoops() {
        return eventLoops;
    }

    /** The longest request body, in bytes. */
    public int mostBodyBytes() {
        return mostBodyBytes;
    }

    public SimulatorSettings withHost(String changed) {
        return with(copy -> copy.host = changed);
    }

    public SimulatorSettings withEvents(EventSettings changed) {
        return with(copy -> copy.events = changed);
    }

    public SimulatorSettings withPort(int changed) {
        if (changed < 0 || changed > 65_535) {
            throw new IllegalArgumentException("The port " + changed + " is not from 0 to 65535.");
        }
        return with(copy -> copy.port = changed);
    }

    public SimulatorSettings withTenantId(String changed) {
        return with(copy -> copy.tenantId = changed);
    }

    public SimulatorSettings withClients(Map<String, String> changed) {
        return with(copy -> copy.clients = Map.copyOf(changed));
    }

    public SimulatorSettings withTokenMode(TokenMode changed) {
        return with(copy -> copy.tokenMode = changed);
    }

    public SimulatorSettings withTokenLifetime(Duration changed) {
        return with(copy -> copy.tokenLifetime = changed);
    }

    public SimulatorSettings withLimits(Limits changed) {
        return with(copy -> copy.limits = changed);
    }

    public SimulatorSettings withWebServers(int changed) {
        if (changed < 1 || changed > WebServers.MOST) {
            throw new IllegalArgumentException("The number of web servers is not from 1 to " + WebServers.MOST + ".");
        }
        return with(copy -> copy.webServers = changed);
    }

    /** Keeps the environment in this file, or in memory alone when it is null. */
    public SimulatorSettings withFile(Path changed) {
        return with(copy -> copy.file = changed);
    }

    /** Speaks HTTPS with the certificate in this key store, or plain HTTP when it is null. */
    public SimulatorSettings withTls(Tls changed) {
        return with(copy -> copy.tls = changed);
    }

    public SimulatorSettings withSeed(Seed changed) {
        return with(copy -> copy.seed = changed);
    }

    public SimulatorSettings withLatency(Latency changed) {
        return with(copy -> copy.latency = changed);
    }

    public SimulatorSettings withDialect(Dialect changed) {
        return with(copy -> copy.dialect = changed);
    }

    public SimulatorSettings withClock(InstantSource changed) {
        return with(copy -> copy.clock = changed);
    }

    public SimulatorSettings withEventLoops(int changed) {
        return with(copy -> copy.eventLoops = changed);
    }

    public SimulatorSettings withMostBodyBytes(int changed) {
        return with(copy -> copy.mostBodyBytes = changed);
    }
}
