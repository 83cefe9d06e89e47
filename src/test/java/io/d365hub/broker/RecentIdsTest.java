package io.d365hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentIdsTest {

    @ParameterizedTest
    @ValueSource(ints = {60, 300, 5_000})
    void itKnowsWhatASetInTheOrderOfComingKnows(int different) {
        // Given: few bits differ, so that many ids want the same place
        Random random = new Random(different);
        RecentIds ids = new RecentIds();
        Set<UUID> model = new LinkedHashSet<>();
        for (int step = 0; step < 100_000; step++) {
            UUID id = new UUID(random.nextInt(different), (long) random.nextInt(3) << 32);

            // When
            if (random.nextInt(3) > 0) {
                assertThat(ids.add(id.getMostSignificantBits(), id.getLeastSignificantBits()))
                        .isEqualTo(model.add(id));
            } else {
                int count = Math.min(random.nextInt(4), model.size());
                ids.forget(count);
                Iterator<UUID> oldest = model.iterator();
                for (int n = 0; n < count; n++) {
                    oldest.next();
                    oldest.remove();
                }
            }

            // Then
            UUID other = new UUID(random.nextInt(different), (long) random.nextInt(3) << 32);
            assertThat(ids.size()).isEqualTo(model.size());
            assertThat(ids.contains(other.getMostSignificantBits(), other.getLeastSignificantBits()))
                    .isEqualTo(model.contains(other));
        }
        assertThat(model).allMatch(id -> ids.contains(id.getMostSignificantBits(), id.getLeastSignificantBits()));
    }
}
