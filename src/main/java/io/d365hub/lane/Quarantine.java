package io.d365hub.lane;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;

/** Why a message is in quarantine. */
final class Quarantine {

    static final Failure FAILURE = Failure.of(
            FailureKind.QUARANTINED,
            "crash",
            "The message was not processed.",
            "The hub stopped by itself %d times while this message was the only one being worked on."
                    .formatted(Suspects.DEATHS_TO_CONVICT),
            "Look at the hub's log and memory at these times, and at the mapping for messages of this shape; replay the"
                    + " dead letter once the cause is mended.");

    private Quarantine() {}
}
