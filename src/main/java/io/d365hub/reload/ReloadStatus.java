package io.d365hub.reload;

import io.d365hub.check.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the running routes stand to their files.
 *
 * @param reloads how often something was replaced since the start
 * @param last when that was last
 * @param findings why changed files are not in use; the versions before them are
 * @param waiting files that were changed together with those and wait for them
 * @param restart files that have changed and are read at the start only
 */
public record ReloadStatus(
        long reloads, Optional<Instant> last, List<Finding> findings, List<Path> waiting, List<Path> restart) {

    static final ReloadStatus NONE = new ReloadStatus(0, Optional.empty(), List.of(), List.of(), List.of());

    public ReloadStatus {
        findings = List.copyOf(findings);
        waiting = List.copyOf(waiting);
        restart = List.copyOf(restart);
    }

    ReloadStatus replaced(Instant at) {
        return new ReloadStatus(reloads + 1, Optional.of(at), findings, waiting, restart);
    }

    ReloadStatus told(List<Finding> wrong, List<Path> heldBack, List<Path> forRestart) {
        return new ReloadStatus(reloads, last, wrong, heldBack, forRestart);
    }
}
