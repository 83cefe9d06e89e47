package io.d365hub.dataverse.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.dataverse.client.RowResult;
import io.d365hub.failure.KnownFailure;
import io.d365hub.simulator.control.Latency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thousands of rows of few keys, good and bad, as fast as they can be handed over: every one gets its verdict, in order. */
class GroupCommitOrderTest {

    private static final int ROWS = 6_000;
    private static final int KEYS = 300;
    private static final int HOT_KEYS = 3;

    @RegisterExtension
    final GroupCommitFixture hub = new GroupCommitFixture();

    @Test
    void theLastGoodStateOfEachKeyIsFinal() {
        // Given
        hub.simulator.latency(new Latency(10, 0));
        Random random = new Random(17);
        Map<String, String> last = new HashMap<>();
        List<CompletableFuture<RowResult>> good = new ArrayList<>();
        List<CompletableFuture<RowResult>> bad = new ArrayList<>();
        // When
        for (int i = 0; i < ROWS; i++) {
            boolean hot = random.nextInt(5) == 0;
            String key = "key-" + random.nextInt(hot ? HOT_KEYS : KEYS);
            if (random.nextInt(100) == 0) {
                bad.add(hub.bad(key));
            } else {
                good.add(hub.upsert(key, "version " + i));
                last.put(key, "version " + i);
            }
        }
        good.forEach(GroupCommitFixture::join);
        long refused = bad.stream().filter(GroupCommitOrderTest::isRefused).count();
        // Then
        hub.simulator.latency(Latency.NONE);
        assertThat(refused).isEqualTo(bad.size());
        last.forEach((key, name) -> assertThat(hub.name(key)).as(key).isEqualTo(name));
    }

    private static boolean isRefused(CompletableFuture<RowResult> row) {
        try {
            GroupCommitFixture.join(row);
            return false;
        } catch (CompletionException e) {
            return e.getCause() instanceof KnownFailure;
        }
    }
}
