package io.d365hub;

import io.d365hub.check.Finding;
import java.util.List;

/** The hub does not start because its routes are wrong. */
public final class RoutesRefusedException extends RuntimeException {

    private final transient List<Finding> findings;

    public RoutesRefusedException(List<Finding> findings) {
        super(findings.size() + " findings in the routes, the first: " + findings.get(0));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
