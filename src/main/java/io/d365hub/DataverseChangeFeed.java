package io.d365hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.JsonRow;
import io.d365hub.batch.source.dataverse.ChangeFeed;
import io.d365hub.batch.source.dataverse.ChangesExpiredException;
import io.d365hub.dataverse.ChangePosition;
import io.d365hub.dataverse.client.DataverseClient;
import io.d365hub.dataverse.client.DataverseException;
import io.d365hub.dataverse.client.RawPage;
import io.d365hub.dataverse.client.RequestOptions;
import io.d365hub.dataverse.client.Wanted;
import io.d365hub.throttle.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads the changes of tables for batches: through the hub's one client, behind everything that somebody waits for. */
final class DataverseChangeFeed implements ChangeFeed {

    /** A longer pause of the environment is the run's to wait for, which tells of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Wanted AS_BATCH = new Wanted(() -> true, Priority.BATCH);

    private final Supplier<DataverseClient> client;

    DataverseChangeFeed(Supplier<DataverseClient> client) {
        this.client = client;
    }

    @Override
    public CompletableFuture<Page> read(Rows rows, Optional<ObjectNode> at, Consumer<ObjectNode> ending) {
        ChangePosition position = at.map(DataverseChangeFeed::position)
                // Other columns than before: what was not read then has to be read now.
                .filter(saved -> saved.columns().equals(rows.columns()))
                .orElseGet(() -> ChangePosition.start(rows.columns()));
        return client.get()
                .rawPage(
                        position.query(rows.table(), rows.pageSize()),
                        position.next(),
                        new RawPage.Wish(
                                rows.key(), links -> ending.accept(json(position.after(links, Instant.now())))),
                        RequestOptions.NONE,
                        PATIENCE,
                        AS_BATCH)
                .thenApply(told -> {
                    ChangePosition after = position.after(told.links(), Instant.now());
                    return new Page(new PageRows(told.page()), json(after), after.isLast(told.links(), position));
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure)));
    }

    /** The rows of a page, each made when it is handed out. */
    private static final class PageRows extends AbstractList<Row> {

        private final RawPage page;

        PageRows(RawPage page) {
            this.page = page;
        }

        @Override
        public Row get(int index) {
            return new Row(
                    new JsonRow(page.body(), page.from(index), page.length(index)),
                    page.value(index),
                    page.hasContext(index));
        }

        @Override
        public int size() {
            return page.rows();
        }
    }

    private static Throwable explained(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof DataverseException known && known.changesExpired()
                ? new ChangesExpiredException(known.failure(), known)
                : cause;
    }

    private static ObjectNode json(ChangePosition position) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("phase", position.phase().name());
        json.put("link", position.link());
        json.put("delta", position.deltaLink());
        json.put("began", position.loadBegan().toEpochMilli());
        position.columns().forEach(json.withArrayProperty("columns")::add);
        return json;
    }

    private static ChangePosition position(ObjectNode json) {
        List<String> columns = new ArrayList<>();
        json.path("columns").forEach(column -> columns.add(column.asText()));
        return new ChangePosition(
                ChangePosition.Phase.valueOf(json.path("phase").asText()),
                json.path("link").asText(),
                json.path("delta").asText(),
                Instant.ofEpochMilli(json.path("began").asLong()),
                columns);
    }
}
