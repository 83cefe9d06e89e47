package io.d365hub.access;

import java.util.Set;

/**
 * A system that may send messages.
 *
 * @param name its name; the user name on JMS
 * @param integrations what it may send to; {@code *} stands for all
 */
public record ApiClient(String name, Set<String> integrations) {

    public static final String ALL_INTEGRATIONS = "*";

    public ApiClient {
        integrations = Set.copyOf(integrations);
    }

    public boolean maySendTo(String integration) {
        return integrations.contains(ALL_INTEGRATIONS) || integrations.contains(integration);
    }
}
