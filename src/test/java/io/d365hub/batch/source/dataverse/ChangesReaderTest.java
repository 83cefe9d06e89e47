package io.d365hub.batch.source.dataverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.d365hub.batch.JsonRow;
import io.d365hub.batch.SourceRow;
import io.d365hub.batch.source.odata.RemovedRows;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChangesReaderTest {

    private final Feed feed = new Feed();
    private final ChangesReader reader = new ChangesReader(
            "customers",
            feed,
            new ChangeFeed.Rows("accounts", List.of(), 1, "id"),
            Optional.of(position(0)),
            new RemovedRows("/id"),
            true);

    /** Answers when it is told to. */
    private static final class Feed implements ChangeFeed {

        private final List<Integer> asked = new CopyOnWriteArrayList<>();
        private final List<CompletableFuture<Page>> pages = new CopyOnWriteArrayList<>();
        private final List<Consumer<ObjectNode>> endings = new CopyOnWriteArrayList<>();

        @Override
        public CompletableFuture<Page> read(Rows rows, Optional<ObjectNode> position, Consumer<ObjectNode> ending) {
            asked.add(position.orElseThrow().path("at").asInt());
            endings.add(ending);
            CompletableFuture<Page> page = new CompletableFuture<>();
            pages.add(page);
            return page;
        }

        void arrives(int request, String row, int after, boolean last) {
            byte[] json = ("{\"id\":\"" + row + "\"}").getBytes(StandardCharsets.UTF_8);
            pages.get(request)
                    .complete(new Page(
                            List.of(new Row(new JsonRow(json, 0, json.length), row, false)), position(after), last));
        }

        void endsAt(int request, int after) {
            endings.get(request).accept(position(after));
        }
    }

    private static ObjectNode position(int at) {
        return JsonNodeFactory.instance.objectNode().put("at", at);
    }

    private String next() throws Exception {
        SourceRow row = reader.next();
        return row == null ? null : row.columns().path("id").asText();
    }

    /** The first page is asked for by whoever takes the first row. */
    private void firstPage(int after, boolean endKnown) throws Exception {
        CompletableFuture<String> row = CompletableFuture.supplyAsync(() -> {
            try {
                return next();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> feed.pages.size() == 1);
        if (endKnown) {
            feed.endsAt(0, after);
        }
        feed.arrives(0, "1", after, false);
        assertThat(row.get()).isEqualTo("1");
    }

    @Test
    void thePageBehindTheNextIsAskedForWhileTheRowsOfTheNextAreNotKnown() throws Exception {
        // Given
        firstPage(1, false);
        assertThat(feed.asked).containsExactly(0, 1);
        // When
        feed.endsAt(1, 2);
        // Then
        assertThat(feed.asked).containsExactly(0, 1, 2);
        assertThat(feed.pages.get(1)).isNotDone();
    }

    @Test
    void noMoreThanThatIsAskedForAhead() throws Exception {
        // Given
        firstPage(1, false);
        feed.endsAt(1, 2);
        // When
        feed.endsAt(2, 3);
        feed.arrives(2, "3", 3, false);
        // Then
        assertThat(feed.asked).containsExactly(0, 1, 2);
    }

    @Test
    void eachRowComesOnceWhetherTheEndOfItsPageWasKnownOrNot() throws Exception {
        // Given
        firstPage(1, true);
        feed.endsAt(1, 2);
        feed.arrives(1, "2", 2, false);
        feed.arrives(2, "3", 3, true);
        // When, Then
        assertThat(next()).isEqualTo("2");
        assertThat(next()).isEqualTo("3");
        assertThat(next()).isNull();
        assertThat(feed.asked).containsExactly(0, 1, 2);
    }

    @Test
    void aPageThatEndedElsewhereWhenItWasReadAgainIsFollowedFromThere() throws Exception {
        // Given
        firstPage(1, false);
        feed.endsAt(1, 2);
        feed.arrives(1, "2", 7, false);
        // When
        assertThat(next()).isEqualTo("2");
        // Then
        assertThat(feed.asked).containsExactly(0, 1, 2, 7);
        feed.arrives(3, "8", 8, true);
        assertThat(next()).isEqualTo("8");
        assertThat(next()).isNull();
    }
}
