package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort of a chain of steps that nobody looks at: an error in one of them is logged, and whoever waits for its units is
 * told, instead of waiting for ever.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private Guard() {}

    static void over(List<? extends Unit> units, CompletableFuture<?> steps) {
        var unused = steps.exceptionally(error -> {
            LOG.error(
                    "Joining rows failed by an error of its own; the {} rows under way are tried again. Please report it.",
                    units.size(),
                    error);
            units.forEach(unit -> unit.settle(PartOutcome.failed(failure())));
            return null;
        });
    }

    private static DataverseException failure() {
        return new DataverseException(
                0,
                Failure.of(
                        FailureKind.TRANSIENT,
                        "internal",
                        "Rows were perhaps not written.",
                        "Joining rows failed by an error of its own; the log has it.",
                        "Nothing: it is tried again. Report it when it comes back."));
    }
}
