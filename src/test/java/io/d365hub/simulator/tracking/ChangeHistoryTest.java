package io.d365hub.simulator.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.simulator.model.DataModel;
import io.d365hub.simulator.model.StandardTables;
import io.d365hub.simulator.model.TableDefinition;
import io.d365hub.simulator.store.Database;
import io.d365hub.simulator.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeHistoryTest {

    private final DataModel model = StandardTables.model();
    private final TableDefinition sites = model.table("bld_site");
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final ChangeHistory history = new ChangeHistory(() -> now);
    private final Database database = new Database(model, history);

    private UUID write() {
        return database.write(transaction -> {
            Object[] values = new Object[sites.columns().size()];
            values[0] = database.newId();
            return transaction.put(sites, values).id();
        });
    }

    private void delete(UUID id) {
        database.write(transaction -> {
            Row row = transaction.find(sites, id);
            transaction.delete(sites, row);
            return null;
        });
    }

    private String token() {
        DeltaToken token = history.issue(history.watch(database, sites));
        return token.encoded()
                .replace("%21", "!")
                .replace("%2f", "/")
                .replace("%20", " ")
                .replace("%3a", ":");
    }

    private ChangePage delta(String token) {
        return new DeltaQuery(history, database, sites, token, null).page(5000);
    }

    @Test
    void changesOlderThanATokenLivesAreForgotten() {
        // Given
        token();
        write();
        delete(write());
        now = now.plus(Duration.ofDays(8));
        write();
        now = now.plus(Duration.ofDays(8));
        // When
        write();
        // Then
        assertThat(history.after(new DeltaToken(database.committedVersion(), now), database, sites)
                        .count(0, Long.MAX_VALUE, 100))
                .isEqualTo(2);
    }

    @Test
    void aTokenThatIsNotOldYetMissesNothing() {
        // Given
        String old = token();
        UUID id = write();
        now = now.plus(Duration.ofDays(4));
        String young = token();
        delete(id);
        UUID kept = write();
        now = now.plus(Duration.ofDays(4));
        // When
        write();
        // Then
        assertThatThrownBy(() -> delta(old)).hasMessageContaining("expired");
        assertThat(delta(young).deleted()).containsExactly(id);
        assertThat(delta(young).written()).extracting(Row::id).contains(kept).hasSize(2);
    }

    @Test
    void theOldestOfTooManyDeletionsAreForgotten() {
        // Given
        String early = token();
        for (int i = 0; i < TableChanges.MOST_DELETIONS; i++) {
            delete(write());
        }
        String late = token();
        // When
        delete(write());
        // Then
        assertThatThrownBy(() -> delta(early)).hasMessageContaining("expired");
        assertThat(delta(late).deleted()).hasSize(1);
    }
}
