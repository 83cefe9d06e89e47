package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.Dialect;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What people decide for an environment, and change while it runs. Thread-safe. */
public final class EnvironmentRules {

    private final Dialect firstDialect;
    private final ConcurrentMap<UUID, Set<Privilege>> missing = new ConcurrentHashMap<>();
    private volatile Dialect dialect;
    private volatile List<DuplicateRule> duplicateRules = DuplicateRule.SAMPLES;

    public EnvironmentRules(Dialect dialect) {
        this.firstDialect = dialect;
        this.dialect = dialect;
    }

    /** How it answers where the facts are uncertain. */
    public Dialect dialect() {
        return dialect;
    }

    public void dialect(Dialect changed) {
        dialect = changed;
    }

    /** What duplicate detection compares, once a request asks for it. */
    public List<DuplicateRule> duplicateRules() {
        return duplicateRules;
    }

    public void duplicateRules(List<DuplicateRule> changed) {
        duplicateRules = List.copyOf(changed);
    }

    /** Whether a user has a privilege. */
    boolean allows(UUID user, Privilege privilege) {
        return missing.isEmpty() || !missing.getOrDefault(user, Set.of()).contains(privilege);
    }

    /** Takes a privilege from a user, or gives it back. */
    public void privilege(UUID user, Privilege privilege, boolean granted) {
        missing.compute(user, (id, before) -> {
            Set<Privilege> now = before == null ? EnumSet.noneOf(Privilege.class) : EnumSet.copyOf(before);
            if (granted) {
                now.remove(privilege);
            } else {
                now.add(privilege);
            }
            return now.isEmpty() ? null : now;
        });
    }

    /** The privileges that users lack. */
    public Map<UUID, Set<Privilege>> missingPrivileges() {
        return Map.copyOf(missing);
    }

    /** As it was at the start. */
    public void reset() {
        dialect = firstDialect;
        missing.clear();
        duplicateRules = DuplicateRule.SAMPLES;
    }
}
