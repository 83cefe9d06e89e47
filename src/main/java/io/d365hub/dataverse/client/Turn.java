package io.d365hub.dataverse.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The right to make one call now. Whoever got it calls exactly one of its methods, at once: others wait for their turn
 * meanwhile.
 */
public final class Turn {

    private final JointCalls calls;
    private final Admission admission;

    Turn(JointCalls calls, Admission admission) {
        this.calls = calls;
        this.admission = admission;
    }

    /**
     * Writes one row, with all that {@link DataverseClient#write(RowChange, BooleanSupplier)} promises.
     *
     * @param wanted asked before each request; false ends the operation as TRANSIENT with nothing sent
     */
    public CompletableFuture<RowResult> write(ReadyRow row, BooleanSupplier wanted) {
        return calls.write(admission, row, wanted);
    }

    /**
     * Writes many rows with one bulk message, all or none. They are of one table, with equal operation and options, no two
     * of one key.
     *
     * @return one result per row; fails with {@link DataverseException}, {@code answer-lost} when they may have been written
     */
    public CompletableFuture<List<RowResult>> multiple(TypeNames names, List<ReadyRow> rows) {
        admission.permit().carries(rows.size());
        return calls.multiple(admission, names, rows);
    }

    /**
     * Writes rows and changesets with one batch, in order, each for itself.
     *
     * @param stopAtFailure whether those behind a part that fails are left alone
     * @return one outcome per part; fails with {@link DataverseException} when the batch was refused as a whole
     */
    public CompletableFuture<List<PartOutcome>> batch(List<? extends Ready> parts, boolean stopAtFailure) {
        admission.permit().carries(parts.size());
        return calls.batch(admission, parts, stopAtFailure);
    }

    /** Nothing is left to be sent. */
    public void unused() {
        admission.permit().unused();
    }
}
