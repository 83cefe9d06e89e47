package io.d365hub.batch.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.batch.control.KnownRowsStore.Entry;
import io.d365hub.batch.control.RowDigest.Content;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownRowsTest {

    private static final int MANY = 50_000;

    @Test
    void everyRowIsKnownWithItsLastContent() {
        // Given
        KnownRows known = new KnownRows(MANY);
        // When
        for (int version = 1; version <= 2; version++) {
            for (int i = 0; i < MANY; i++) {
                known.put(RowDigest.key("C-" + i), content("C-" + i, version));
            }
        }
        // Then
        for (int i = 0; i < MANY; i++) {
            assertThat(known.get(RowDigest.key("C-" + i))).isEqualTo(content("C-" + i, 2));
        }
    }

    @Test
    void aRowThatWasNeverWrittenIsNotKnown() {
        assertThat(new KnownRows(10).get(RowDigest.key("C-1"))).isNull();
    }

    @Test
    void rowsBeyondTheLimitAreNotKnown() {
        // Given
        KnownRows known = new KnownRows(2);
        known.put(1, content("a", 1));
        known.put(2, content("b", 1));
        // Then
        assertThat(known.put(3, content("c", 1))).isFalse();
        assertThat(known.put(2, content("b", 2))).isTrue();
    }

    @Test
    void rowsThatTheSourceDidNotListAreCountedWithoutThoseThatAreGone() {
        // Given
        KnownRows known = new KnownRows(MANY);
        for (int i = 0; i < 1_000; i++) {
            known.put(RowDigest.key("C-" + i), i == 0 ? Content.GONE : content("C-" + i, 1));
        }
        // When
        for (int i = 0; i < 900; i++) {
            known.see(RowDigest.key("C-" + i));
        }
        for (int i = 1_000; i < 5_000; i++) {
            known.put(RowDigest.key("C-" + i), content("C-" + i, 1)); // grows, and keeps what was seen
            known.see(RowDigest.key("C-" + i));
        }
        // Then
        assertThat(known.unseen()).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void whatIsStoredIsReadAgainAlsoAfterItWasWrittenAnew(TestDatabases kind, @TempDir Path folder) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            KnownRowsStore store = new KnownRowsStore(database, Clock.systemUTC());
            for (int version = 1; version <= 3; version++) {
                List<Entry> entries = new ArrayList<>();
                for (int i = 0; i < 20_000; i++) {
                    entries.add(
                            new Entry(RowDigest.key("C-" + i), content("C-" + i, version), "{\"no\":\"C-" + i + "\"}"));
                }
                store.add("customers", entries);
            }
            // When
            store.compact("customers", read(store));
            // Then
            List<String> keys = new ArrayList<>();
            store.read("customers", entry -> keys.add(entry.targetKey()));
            assertThat(keys).hasSize(20_000).contains("{\"no\":\"C-17\"}");
            assertThat(read(store).get(RowDigest.key("C-17"))).isEqualTo(content("C-17", 3));
        }
    }

    private static KnownRows read(KnownRowsStore store) {
        KnownRows known = new KnownRows(MANY);
        store.read("customers", entry -> known.put(entry.key(), entry.content()));
        return known;
    }

    private static Content content(String key, int version) {
        return RowDigest.content("dataverse:accounts", key, ("v" + version).getBytes(StandardCharsets.UTF_8));
    }
}
