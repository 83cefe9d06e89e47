package io.d365hub.virtual.source.route;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The routes that run, by the tables that they answer for. Thread-safe. */
public final class TableRoutes {

    private final Map<String, VirtualRouteConsumer> byTable = new ConcurrentHashMap<>();

    void add(String table, VirtualRouteConsumer route) {
        if (byTable.putIfAbsent(table, route) != null) {
            throw new IllegalStateException("Two routes begin with virtual:" + table + ". Keep one of them.");
        }
    }

    void remove(String table, VirtualRouteConsumer route) {
        byTable.remove(table, route);
    }

    Optional<VirtualRouteConsumer> of(String table) {
        return Optional.ofNullable(byTable.get(table));
    }

    /** The tables that a route runs for. */
    public Set<String> tables() {
        return new TreeSet<>(byTable.keySet());
    }
}
