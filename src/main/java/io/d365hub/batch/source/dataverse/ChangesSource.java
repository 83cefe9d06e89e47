package io.d365hub.batch.source.dataverse;

import io.d365hub.batch.BatchSource;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.RunRequest;
import io.d365hub.batch.SourceException;
import io.d365hub.batch.StartPoint;
import io.d365hub.batch.source.odata.RemovedRows;
import io.d365hub.failure.FailureKind;
import java.util.function.Supplier;

/** A table and its changes. */
final class ChangesSource implements BatchSource {

    private final String batch;
    private final Supplier<ChangeFeed> feed;
    private final ChangeFeed.Rows rows;
    private final RemovedRows removed;
    private final boolean resyncs;

    ChangesSource(String batch, Supplier<ChangeFeed> feed, ChangeFeed.Rows rows, String recordKey, boolean resyncs) {
        this.batch = batch;
        this.feed = feed;
        this.rows = rows;
        this.removed = new RemovedRows(recordKey);
        this.resyncs = resyncs;
    }

    @Override
    public RowReader open(StartPoint from, RunRequest request) throws SourceException {
        if (request.isRange()) {
            throw SourceException.of(
                    FailureKind.MISCONFIGURED,
                    "no-range",
                    "Rows of " + rows.table() + " were not read.",
                    "A range was asked for, and changes are read from where the last run ended.",
                    "Start the run without a range, or as a full reload.");
        }
        return new ChangesReader(batch, feed.get(), rows, from.position(), removed, resyncs);
    }
}
