package io.d365hub.intake;

import io.d365hub.message.Integration;
import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which of a caller's headers reach the route: those on the integration's list, and of them never one that would steer the
 * hub, nor a credential. Names are compared without regard to case.
 */
public final class PassedHeaders {

    /** Camel, JMS and Artemis take orders from headers of these names; the last are ours. */
    private static final List<String> STEERING = List.of("camel", "jms", "_amq", "hub");

    private static final Set<String> CREDENTIALS =
            Set.of("x-api-key", "authorization", "proxy-authorization", "cookie", "idempotency-key");

    private PassedHeaders() {}

    /** Whether a header of this name may reach a route when its integration lists it. The JMS doors ask too. */
    public static boolean mayPass(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return STEERING.stream().noneMatch(lower::startsWith) && !CREDENTIALS.contains(lower);
    }

    /** The listed headers that the request has, by lower-case name; a header that is there twice is joined by commas. */
    static Map<String, String> of(MultiMap headers, Integration integration) {
        if (integration.headers().isEmpty()) {
            return Map.of();
        }
        Map<String, String> passed = new HashMap<>();
        for (String name : integration.headers()) {
            if (mayPass(name) && headers.contains(name)) {
                passed.put(name.toLowerCase(Locale.ROOT), String.join(", ", headers.getAll(name)));
            }
        }
        return passed;
    }
}
