package io.d365hub.simulator;

import io.d365hub.simulator.control.Latency;
import io.d365hub.simulator.limits.Limits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * How a simulator is started. Immutable; start from {@link #defaults()} and change what matters.
 *
 * @param host the address to bind
 * @param port the port to bind; 0 for any free one
 * @param tenantId the tenant in the challenge of a 401; the token endpoint takes any
 * @param clients secrets by client id; each client is a user of its own
 * @param tokenMode whether only issued tokens are taken
 * @param tokenLifetime how long a token is good
 * @param limits the service protection limits for each user
 * @param latency how long requests take
 * @param clock the time, which {@code POST /_simulator/clock} moves further
 * @param eventLoops threads that serve; 0 for one for each processor
 * @param mostBodyBytes the longest request body
 */
public record SimulatorSettings(
        String host,
        int port,
        String tenantId,
        Map<String, String> clients,
        TokenMode tokenMode,
        Duration tokenLifetime,
        Limits limits,
        Latency latency,
        InstantSource clock,
        int eventLoops,
        int mostBodyBytes) {

    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8082;
    public static final String DEFAULT_TENANT_ID = "7d3e9a52-64c1-4f0b-9d8e-21b5c6a70f14";
    public static final String DEFAULT_CLIENT_ID = "3f0c5d1e-8b7a-4c29-9e54-d365b0000001";
    /** Opens nothing but a simulator on this machine. */
    public static final String DEFAULT_CLIENT_SECRET = "simulator-development-secret";

    public static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofSeconds(3599);
    public static final int DEFAULT_MOST_BODY_BYTES = 128 * 1024 * 1024;

    /** Which bearer tokens are taken. */
    public enum TokenMode {
        /** Only those that the token endpoint has issued, until they end. */
        ISSUED,
        /** Every one; each text is a user of its own. */
        ANY
    }

    public SimulatorSettings {
        clients = Map.copyOf(clients);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("The port " + port + " is not from 0 to 65535.");
        }
    }

    /** Port 8082 on loopback, one client, the documented limits, no latency. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                DEFAULT_HOST,
                DEFAULT_PORT,
                DEFAULT_TENANT_ID,
                Map.of(DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET),
                TokenMode.ISSUED,
                DEFAULT_TOKEN_LIFETIME,
                Limits.documented(),
                Latency.NONE,
                InstantSource.system(),
                0,
                DEFAULT_MOST_BODY_BYTES);
    }

    public SimulatorSettings withHost(String changed) {
        return new SimulatorSettings(
                changed,
                port,
                tenantId,
                clients,
                tokenMode,
                tokenLifetime,
                limits,
                latency,
                clock,
                eventLoops,
                mostBodyBytes);
    }

    public SimulatorSettings withPort(int changed) {
        return new SimulatorSettings(
                host,
                changed,
                tenantId,
                clients,
                tokenMode,
                tokenLifetime,
                limits,
                latency,
                clock,
                eventLoops,
                mostBodyBytes);
    }

    public SimulatorSettings withClients(Map<String, String> changed) {
        return new SimulatorSettings(
                host,
                port,
                tenantId,
                changed,
                tokenMode,
                tokenLifetime,
                limits,
                latency,
                clock,
                eventLoops,
                mostBodyBytes);
    }

    public SimulatorSettings withTokenMode(TokenMode changed) {
        return new SimulatorSettings(
                host,
                port,
                tenantId,
                clients,
                changed,
                tokenLifetime,
                limits,
                latency,
                clock,
                eventLoops,
                mostBodyBytes);
    }

    public SimulatorSettings withTokenLifetime(Duration changed) {
        return new SimulatorSettings(
                host, port, tenantId, clients, tokenMode, changed, limits, latency, clock, eventLoops, mostBodyBytes);
    }

    public SimulatorSettings withLimits(Limits changed) {
        return new SimulatorSettings(
                host,
                port,
                tenantId,
                clients,
                tokenMode,
                tokenLifetime,
                changed,
                latency,
                clock,
                eventLoops,
                mostBodyBytes);
    }

    public SimulatorSettings withClock(InstantSource changed) {
        return new SimulatorSettings(
                host,
                port,
                tenantId,
                clients,
                tokenMode,
                tokenLifetime,
                limits,
                latency,
                changed,
                eventLoops,
                mostBodyBytes);
    }

    public SimulatorSettings withEventLoops(int changed) {
        return new SimulatorSettings(
                host,
                port,
                tenantId,
                clients,
                tokenMode,
                tokenLifetime,
                limits,
                latency,
                clock,
                changed,
                mostBodyBytes);
    }

    public SimulatorSettings withMostBodyBytes(int changed) {
        return new SimulatorSettings(
                host, port, tenantId, clients, tokenMode, tokenLifetime, limits, latency, clock, eventLoops, changed);
    }
}
