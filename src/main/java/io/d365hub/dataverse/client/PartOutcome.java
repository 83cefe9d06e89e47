package io.d365hub.dataverse.client;

import java.util.List;
import java.util.Optional;

/**
 * What became of one part of a joined request.
 *
 * @param state what is to be done about it
 * @param results one for each row, in their order; only when done
 * @param failure why it was not done; only when it has failed
 */
public record PartOutcome(State state, List<RowResult> results, Optional<RuntimeException> failure) {

    /** What is to be done about a part. */
    public enum State {
        DONE,
        FAILED,
        /** Not carried out, for a reason that a request of its own gets over, e.g. a race for a new key. */
        ALONE,
        /** The same, but it may have been carried out: the request of its own must find out. */
        ALONE_AFTER_LOSS,
        /** Never begun, because one before it has failed. */
        NOT_RUN
    }

    public static final PartOutcome ALONE = new PartOutcome(State.ALONE, List.of(), Optional.empty());
    public static final PartOutcome NOT_RUN = new PartOutcome(State.NOT_RUN, List.of(), Optional.empty());
    private static final PartOutcome AFTER_LOSS = new PartOutcome(State.ALONE_AFTER_LOSS, List.of(), Optional.empty());

    public static PartOutcome done(List<RowResult> results) {
        return new PartOutcome(State.DONE, results, Optional.empty());
    }

    public static PartOutcome failed(RuntimeException failure) {
        return new PartOutcome(State.FAILED, List.of(), Optional.of(failure));
    }

    /** No answer came: who may repeat the part himself is told so, for the others it must be found out. */
    public static PartOutcome lost(Ready part, DataverseException failure) {
        return part.repeatable() ? failed(failure.about(part.notDone())) : AFTER_LOSS;
    }
}
