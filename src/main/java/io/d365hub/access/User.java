package io.d365hub.access;

import java.util.Set;

/**
 * A person who uses the console.
 *
 * @param name as the person signs in
 * @param role what the person may do
 * @param integrations with which integrations; {@code *} stands for all
 * @param mayReveal whether personal data may be shown to this person, which is audited each time
 */
public record User(String name, Role role, Set<String> integrations, boolean mayReveal) {

    /** Stands for every integration. */
    public static final String ALL_INTEGRATIONS = "*";

    public User {
        integrations = Set.copyOf(integrations);
    }

    /** Whether this person may do what that role may. */
    public boolean is(Role needed) {
        return role.includes(needed);
    }

    /** Whether every integration is open to this person. */
    public boolean hasAllIntegrations() {
        return integrations.contains(ALL_INTEGRATIONS);
    }

    /** Whether this integration is open to this person. */
    public boolean maySee(String integration) {
        return hasAllIntegrations() || integrations.contains(integration);
    }
}
