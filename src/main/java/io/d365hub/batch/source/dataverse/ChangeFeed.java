package io.d365hub.batch.source.dataverse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.JsonRow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.spi.Registry;

/** The rows of Dataverse tables and their changes, page by page. Thread-safe. */
public interface ChangeFeed {

    /** Where the registry has it. */
    String REGISTRY_NAME = "hubChangeFeed";

    /**
     * What is read.
     *
     * @param table entity set name
     * @param columns all when empty
     * @param pageSize rows
     * @param key column whose value is told with each row; empty for none
     */
    record Rows(String table, List<String> columns, int pageSize, String key) {

        public Rows {
            columns = List.copyOf(columns);
        }
    }

    /**
     * One row.
     *
     * @param json as Dataverse has sent it
     * @param key value of the key column; null when it is no text
     * @param gone whether it may tell of a deletion: it says more of itself than its columns
     */
    record Row(JsonRow json, String key, boolean gone) {}

    /**
     * One page.
     *
     * @param rows changed rows, and deletions as Dataverse tells them
     * @param after the position behind them
     * @param last whether nothing more has happened so far
     */
    record Page(List<Row> rows, ObjectNode after, boolean last) {}

    /**
     * Reads a page. Does not block.
     *
     * @param position behind which to go on; empty for the whole table
     * @param ending may be told the position behind the page before its rows are known
     * @return fails with {@link ChangesExpiredException} when Dataverse does not know the position any more, otherwise with an
     *     exception that is a {@link io.d365hub.failure.KnownFailure}
     */
    CompletableFuture<Page> read(Rows rows, Optional<ObjectNode> position, Consumer<ObjectNode> ending);

    /** The feed of this hub. */
    static ChangeFeed find(Registry registry) {
        ChangeFeed feed = registry.lookupByNameAndType(REGISTRY_NAME, ChangeFeed.class);
        if (feed == null) {
            throw new IllegalStateException("There is no " + REGISTRY_NAME + " in Camel's registry");
        }
        return feed;
    }
}
