package io.d365hub.dataverse.bulk;

import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.RowChange;
import io.d365hub.dataverse.client.RowResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Writes rows one by one, as their callers see it. Thread-safe; nothing blocks. */
public interface RowWrites {

    /** As {@link DataverseClient#write(RowChange, BooleanSupplier)}. */
    default CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted) {
        return write(change, wanted, WriteLine.Place.NONE);
    }

    /** The same in a line. */
    CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted, WriteLine.Place place);

    /** As {@link DataverseClient#changeset(List, BooleanSupplier)}. */
    default CompletableFuture<List<RowResult>> changeset(List<RowChange> changes, BooleanSupplier wanted) {
        return changeset(changes, wanted, WriteLine.Place.NONE);
    }

    /** The same in a line. */
    CompletableFuture<List<RowResult>> changeset(
            List<RowChange> changes, BooleanSupplier wanted, WriteLine.Place place);

    /** Each row with a request of its own; none is ever in line, so the next one comes after its result. */
    static RowWrites single(DataverseClient client) {
        return new RowWrites() {
            @Override
            public CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted, WriteLine.Place place) {
                return client.write(change, wanted);
            }

            @Override
            public CompletableFuture<List<RowResult>> changeset(
                    List<RowChange> changes, BooleanSupplier wanted, WriteLine.Place place) {
                return client.changeset(changes, wanted);
            }
        };
    }
}
