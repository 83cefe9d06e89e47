package io.d365hub.simulator.limits;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The web servers of an environment. Each keeps the limits of each user for itself. A request that names a server in
 * its affinity cookie goes there; the others are spread over all servers in turn. Thread-safe.
 */
public final class WebServers {

    /** More than this no environment has. */
    public static final int MOST = 64;

    private static final String COOKIE = "ARRAffinity=";

    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Limits limits;
    private volatile ServiceProtection[] servers = {};

    public WebServers(int count, Limits limits, InstantSource clock) {
        this.clock = clock;
        this.limits = limits;
        count(count);
    }

    public int count() {
        return servers.length;
    }

    /** Adds or takes away servers; those that stay remember what users have used. */
    public synchronized void count(int wanted) {
        if (wanted < 1 || wanted > MOST) {
            throw new IllegalArgumentException("the number of web servers must be from 1 to " + MOST);
        }
        ServiceProtection[] changed = Arrays.copyOf(servers, wanted);
        for (int i = servers.length; i < wanted; i++) {
            changed[i] = new ServiceProtection(cookie(i), limits, clock);
        }
        servers = changed;
    }

    public Limits limits() {
        return limits;
    }

    /** Sets new limits on all servers; what users have used and every pause is forgotten. */
    public synchronized void limits(Limits changed) {
        limits = changed;
        for (ServiceProtection server : servers) {
            server.limits(changed);
        }
    }

    /** Sets new limits on all servers, where users go on with what they have used. */
    public synchronized void tighten(Limits changed) {
        limits = changed;
        for (ServiceProtection server : servers) {
            server.tighten(changed);
        }
    }

    /** The server that answers a request with these cookies; {@code cookies} is null when it has none. */
    public ServiceProtection route(String cookies) {
        ServiceProtection[] all = servers;
        if (all.length == 1) {
            return all[0];
        }
        int at = cookies == null ? -1 : cookies.indexOf(COOKIE);
        if (at >= 0) {
            for (ServiceProtection server : all) {
                if (cookies.startsWith(server.cookie(), at)) {
                    return server;
                }
            }
        }
        return all[Math.floorMod(turn.getAndIncrement(), all.length)];
    }

    /** Looks like the hash that the real cookie carries, and is the same in every run. */
    private static String cookie(int index) {
        long first = (index + 1) * 0x9e3779b97f4a7c15L;
        long second = Long.rotateLeft(first, 29) * 0xbf58476d1ce4e5b9L;
        return String.format("%s%016x%016x", COOKIE, first, second);
    }
}
