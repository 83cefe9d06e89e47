package io.d365hub.access;

import java.util.Set;

/**
 * A system that may send messages, or use virtual tables.
 *
 * @param name its name; the user name on JMS
 * @param integrations what it may send to; {@code *} stands for all
 * @param reads virtual tables that it may read, each as {@code <service>/<set>}, {@code <service>/*} or {@code *}
 * @param writes virtual tables in which it may create, change and delete rows as far as their declarations allow
 * @param receives queues and topics of the hub's own broker that it may receive from, without {@code out.}; {@code *} for all
 */
public record ApiClient(
        String name, Set<String> integrations, Set<String> reads, Set<String> writes, Set<String> receives) {

    public static final String ALL_INTEGRATIONS = "*";

    public ApiClient {
        integrations = Set.copyOf(integrations);
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
        receives = Set.copyOf(receives);
    }

    /** A client that may use no virtual tables. */
    public ApiClient(String name, Set<String> integrations) {
        this(name, integrations, Set.of(), Set.of());
    }

    /** A client that receives nothing. */
    public ApiClient(String name, Set<String> integrations, Set<String> reads, Set<String> writes) {
        this(name, integrations, reads, writes, Set.of());
    }

    /** Whether it may receive from a queue or topic of the hub's own broker. */
    public boolean mayReceive(String destination) {
        return receives.contains("*") || receives.contains(destination);
    }

    /** Whether it may read a virtual table. */
    public boolean mayRead(String service, String set) {
        return allowed(reads, service, set);
    }

    /** Whether it may create, change and delete rows of a virtual table. */
    public boolean mayWrite(String service, String set) {
        return allowed(writes, service, set);
    }

    private static boolean allowed(Set<String> tables, String service, String set) {
        return tables.contains("*") || tables.contains(service + "/*") || tables.contains(service + "/" + set);
    }

    public boolean maySendTo(String integration) {
        return integrations.contains(ALL_INTEGRATIONS) || integrations.contains(integration);
    }
}
