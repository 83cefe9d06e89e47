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
    CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted);

    /** As {@link DataverseClient#changeset(List, BooleanSupplier)}. */
    CompletableFuture<List<RowResult>> changeset(List<RowChange> changes, BooleanSupplier wanted);

    /** Each row with a request of its own. */
    static RowWrites single(DataverseClient client) {
        return new RowWrites() {
            @Override
            public CompletableFuture<RowResult> write(RowChange change, BooleanSupplier wanted) {
                return client.write(change, wanted);
            }

            @Override
            public CompletableFuture<List<RowResult>> changeset(List<RowChange> changes, BooleanSupplier wanted) {
                return client.changeset(changes, wanted);
            }
        };
    }
}
