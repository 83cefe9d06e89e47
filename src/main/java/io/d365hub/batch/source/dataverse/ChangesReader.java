package io.d365hub.batch.source.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.Position;
import io.d365hub.batch.RowReader;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.source.http.Reopening;
import io.d365hub.batch.source.odata.RemovedRows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out the rows of a page while the next one is on its way. The last row of a page carries the position behind it. */
final class ChangesReader implements RowReader {

    private static final Logger LOG = LoggerFactory.getLogger(ChangesReader.class);

    private final String batch;
    private final ChangeFeed feed;
    private final ChangeFeed.Rows wanted;
    private final RemovedRows removed;
    private final boolean resyncs;

    private Optional<ObjectNode> position;
    private CompletableFuture<ChangeFeed.Page> coming;
    private ChangeFeed.Page page;
    private int index;
    private boolean ended;

    ChangesReader(
            String batch,
            ChangeFeed feed,
            ChangeFeed.Rows wanted,
            Optional<ObjectNode> position,
            RemovedRows removed,
            boolean resyncs) {
        this.batch = batch;
        this.feed = feed;
        this.wanted = wanted;
        this.position = position;
        this.removed = removed;
        this.resyncs = resyncs;
    }

    @Override
    public SourceRow next() throws Exception {
        while (!ended) {
            if (page == null) {
                turn();
            }
            List<ObjectNode> rows = page.rows();
            if (index < rows.size()) {
                ObjectNode row = removed.form(rows.get(index));
                index++;
                Position behind = index == rows.size() ? at(page.after()) : null;
                return RemovedRows.isRemoved(row) ? SourceRow.deleted(row, "", behind) : SourceRow.of(row, "", behind);
            }
            ended = page.last();
            page = null;
        }
        return null;
    }

    private void turn() throws Exception {
        try {
            page = arrived();
        } catch (ChangesExpiredException e) {
            if (!resyncs || position.isEmpty()) {
                throw Reopening.expired(batch, e.failure().what(), e);
            }
            LOG.warn(
                    "Dataverse does not know the position of batch '{}' any more; table {} is read whole, and rows that were"
                            + " deleted meanwhile are not told",
                    batch,
                    wanted.table());
            position = Optional.empty();
            coming = null;
            page = arrived();
        }
        index = 0;
        position = Optional.of(page.after());
        coming = page.last() ? null : feed.read(wanted, position);
    }

    private ChangeFeed.Page arrived() throws Exception {
        if (coming == null) {
            coming = feed.read(wanted, position);
        }
        try {
            return coming.get();
        } catch (ExecutionException e) {
            coming = null;
            throw e.getCause() instanceof Exception known ? known : e;
        }
    }

    private static Position at(ObjectNode json) {
        return () -> json;
    }

    @Override
    public Optional<Position> end() {
        return position.map(ChangesReader::at);
    }

    @Override
    public void close() {
        if (coming != null) {
            coming.cancel(false);
        }
    }
}
