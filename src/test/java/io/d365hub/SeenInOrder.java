package io.d365hub;

import io.d365hub.lane.LaneConstants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A target that remembers what reached it, by record key and in its order: the integration's name and the message. */
public final class SeenInOrder implements Processor {

    private static final Map<String, Map<String, List<String>>> SEEN = new ConcurrentHashMap<>();

    @Override
    public void process(Exchange exchange) {
        SEEN.computeIfAbsent(
                        exchange.getMessage().getHeader(LaneConstants.INTEGRATION, String.class),
                        integration -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        exchange.getMessage().getHeader(LaneConstants.RECORD_KEY, String.class),
                        key -> Collections.synchronizedList(new ArrayList<>()))
                .add(exchange.getMessage().getBody(String.class));
    }

    /** What reached it, by record key. */
    static Map<String, List<String>> of(String integration) {
        Map<String, List<String>> copy = new TreeMap<>();
        SEEN.getOrDefault(integration, Map.of()).forEach((key, bodies) -> {
            synchronized (bodies) {
                copy.put(key, List.copyOf(bodies));
            }
        });
        return copy;
    }

    static int count(String integration) {
        return of(integration).values().stream().mapToInt(List::size).sum();
    }
}
