package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.PartOutcome;
import io.d365hub.dataverse.client.RowResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What became of units, as values: a failure of one must not end the work on the others. */
final class Outcomes {

    private Outcomes() {}

    static CompletableFuture<PartOutcome> of(CompletableFuture<List<RowResult>> written) {
        return written.handle((results, failure) ->
                failure == null ? PartOutcome.done(results) : PartOutcome.failed(unwrapped(failure)));
    }

    /** The failure of a whole request as the outcome of one unit that was in it. */
    static PartOutcome failed(Unit unit, RuntimeException failure) {
        return PartOutcome.failed(
                unit.ready() != null && failure instanceof DataverseException known
                        ? known.about(unit.ready().notDone())
                        : failure);
    }

    static RuntimeException unwrapped(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }
}
