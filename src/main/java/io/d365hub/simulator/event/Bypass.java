package io.d365hub.simulator.event;

import java.util.Set;
import java.util.UUID;

/**
 * Which steps a request does not want to run.
 *
 * @param synchronous none that it would wait for
 * @param asynchronous none that follow it
 * @param steps none of these
 */
public record Bypass(boolean synchronous, boolean asynchronous, Set<UUID> steps) {

    /** All steps run. */
    public static final Bypass NOTHING = new Bypass(false, false, Set.of());

    public Bypass {
        steps = Set.copyOf(steps);
    }

    boolean skips(Step step) {
        return (step.synchronous() ? synchronous : asynchronous) || steps.contains(step.id());
    }
}
