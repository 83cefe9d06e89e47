package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedIdsTest {

    private static final SimpleString ADDRESS = SimpleString.of("hub.ids.webshop-orders");

    @TempDir
    Path folder;

    @Test
    void theOldestIdsAreForgottenAlsoAfterARestart() throws Exception {
        // Given
        int more = 10;
        try (TestBroker broker = new TestBroker(folder)) {
            RememberedIds ids = ids(broker);
            StorageManager storage = broker.broker.server().getStorageManager();
            OperationContext context = storage.newContext(
                    broker.broker.server().getExecutorFactory().getExecutor());
            storage.setContext(context);

            // When
            for (int n = 0; n < RememberedIds.MOST_RECORDS + more; n++) {
                List<UUID> one = List.of(new UUID(n, n));
                long record = ids.write(one, storage);
                ids.written(record, ids.remember(one));
            }
            storage.clearContext();
            context.waitCompletion();

            // Then
            assertKnownBut(more, ids);
        }
        try (TestBroker again = new TestBroker(folder)) {
            assertKnownBut(more, ids(again));
        }
    }

    @Test
    void noMoreThanTheMostAreKeptInMemoryHoweverManyShareARecord() throws Exception {
        // Given
        int together = 1_000;
        try (TestBroker broker = new TestBroker(folder)) {
            RememberedIds ids = ids(broker);
            StorageManager storage = broker.broker.server().getStorageManager();
            storage.setContext(storage.newContext(
                    broker.broker.server().getExecutorFactory().getExecutor()));

            // When
            int records = RememberedIds.MOST_IDS / together + 5;
            for (int n = 0; n < records; n++) {
                int number = n;
                List<UUID> several = IntStream.range(0, together)
                        .mapToObj(i -> new UUID(number, i))
                        .toList();
                long record = ids.write(several, storage);
                ids.written(record, ids.remember(several));
            }
            storage.clearContext();

            // Then
            assertThat(ids.contains(new UUID(0, 0))).isFalse();
            assertThat(ids.contains(new UUID(records - 1, together - 1))).isTrue();
            assertThat(ids.contains(new UUID(10, 0))).isTrue();
        }
    }

    private static RememberedIds ids(TestBroker broker) {
        return new RememberedIds(ADDRESS, broker.broker.server().getPostOffice().getDuplicateIDCache(ADDRESS));
    }

    private static void assertKnownBut(int first, RememberedIds ids) {
        for (int n = 0; n < RememberedIds.MOST_RECORDS + first; n++) {
            assertThat(ids.contains(new UUID(n, n))).as("id %d", n).isEqualTo(n >= first);
        }
    }
}
