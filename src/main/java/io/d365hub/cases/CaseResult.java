package io.d365hub.cases;

import java.util.Optional;

/**
 * How a case ended.
 *
 * @param subject the case
 * @param problem what was otherwise than expected, for a person to read; empty when nothing was
 */
public record CaseResult(Case subject, Optional<String> problem) {

    public boolean passed() {
        return problem.isEmpty();
    }
}
