package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.alert.Alert;
import io.d365hub.alert.AlertChannel;
import io.d365hub.alert.AlertTable;
import io.d365hub.alert.Alerts;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.LetterSignals;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is seen, and how many alerts come of it. */
@Timeout(300)
class AlertWatchTest {

    private static final Clock NIGHT = Clock.fixed(Instant.parse("2026-01-05T03:00:00Z"), ZoneOffset.UTC);
    private static final AlertWatch.Limits LIMITS =
            new AlertWatch.Limits(100, Duration.ofHours(1), Duration.ofHours(24));

    private final List<Alert> told = new CopyOnWriteArrayList<>();
    private final AlertChannel channel = new AlertChannel() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public void tell(Alert alert, int heldBack) {
            told.add(alert);
        }
    };

    @TempDir
    private Path folder;

    private void look(HubDatabase database, Optional<String> closed) {
        try (Alerts alerts = new Alerts(new AlertTable(database, NIGHT), Duration.ofHours(1), List.of(channel))) {
            new AlertWatch(alerts, new LetterSignals(database, NIGHT), Map::of, () -> closed, LIMITS, NIGHT).look();
            await().until(() -> !told.isEmpty());
        }
    }

    @Test
    void aHubThatTakesNoMessagesIsAnAlert() {
        try (HubDatabase database = HubDatabase.open(TestDatabases.H2.settings(folder))) {
            // When
            look(database, Optional.of("The disk of the hub's message store is 91 % full."));
        }

        // Then
        assertThat(told).extracting(Alert::kind).containsExactly(Alert.Kind.LIMIT);
        assertThat(told.get(0).why()).contains("91 % full");
    }

    @Test
    void aNightOnWhichEverythingBreaksIsOneAlert() {
        try (HubDatabase database = HubDatabase.open(TestDatabases.H2.settings(folder))) {
            // Given
            database.jdbi().useHandle(handle -> {
                for (int i = 0; i < 30; i++) {
                    handle.execute(
                            "insert into dead_letter_group (id, integration, kind, code, words, what, why, mend,"
                                    + " first_died_at, last_died_at) values (?, ?, 'REFUSED', '', '', '', '', '', ?, ?)",
                            UUID.randomUUID(),
                            "integration-" + i,
                            NIGHT.millis(),
                            NIGHT.millis());
                }
            });

            // When
            look(database, Optional.empty());
        }

        // Then
        assertThat(told).extracting(Alert::subject).containsExactly("many");
    }
}
