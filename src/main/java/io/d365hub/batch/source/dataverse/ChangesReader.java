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

/** Hands out the rows of a page while the next two are on their way. The last row of a page carries the position behind it. */
final class ChangesReader implements RowReader {

    private static final Logger LOG = LoggerFactory.getLogger(ChangesReader.class);

    private final String batch;
    private final ChangeFeed feed;
    private final ChangeFeed.Rows wanted;
    private final RemovedRows removed;
    private final boolean resyncs;

    private Optional<ObjectNode> position;
    private ComingPage coming;
    /** The page behind it, asked for as soon as it is known where that one ends. */
    private CompletableFuture<ComingPage> following;

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
            List<ChangeFeed.Row> rows = page.rows();
            if (index < rows.size()) {
                ChangeFeed.Row row = rows.get(index);
                index++;
                Position behind = index == rows.size() ? at(page.after()) : null;
                return row.gone() ? special(row, behind) : SourceRow.of(row.json(), row.key(), behind);
            }
            ended = page.last();
            page = null;
        }
        return null;
    }

    private SourceRow special(ChangeFeed.Row told, Position behind) {
        ObjectNode row = removed.form(told.json().read());
        return RemovedRows.isRemoved(row) ? SourceRow.deleted(row, "", behind) : SourceRow.of(row, "", behind);
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
            ask(null);
            page = arrived();
        }
        index = 0;
        position = Optional.of(page.after());
        if (page.last()) {
            ask(null);
        } else {
            ask(coming.endedAt(page.after()) ? following.join() : ComingPage.after(feed, wanted, position));
        }
    }

    private void ask(ComingPage next) {
        coming = next;
        following = next == null ? null : next.following();
    }

    private ChangeFeed.Page arrived() throws Exception {
        if (coming == null) {
            ask(ComingPage.after(feed, wanted, position));
        }
        try {
            return coming.page().get();
        } catch (ExecutionException e) {
            ask(null);
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
            coming.page().cancel(false);
            following.cancel(false);
        }
    }
}
