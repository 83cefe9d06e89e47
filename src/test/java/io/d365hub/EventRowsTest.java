package io.d365hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.webhook.event.RowMark;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventRowsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String ROW = "account/1";

    @TempDir
    Path folder;

    private static RowMark version(long version) {
        return new RowMark(version, RowMark.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void aRestartedHubKnowsHowFarARowWas(TestDatabases kind) {
        // Given
        var settings = kind.settings(folder);
        try (HubDatabase database = HubDatabase.open(settings)) {
            EventRows rows = new EventRows(database, CLOCK);
            rows.advance("events", ROW, version(10));
            rows.advance("events", ROW, version(20));
            rows.advance("events", ROW, version(5));
        }
        // When
        try (HubDatabase database = HubDatabase.open(settings)) {
            RowMark before = new EventRows(database, CLOCK).advance("events", ROW, version(15));
            // Then
            assertThat(before).isEqualTo(version(20));
        }
    }

    @ParameterizedTest
    @EnumSource
    void integrationsAreApart(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            EventRows rows = new EventRows(database, CLOCK);
            rows.advance("events", ROW, version(20));
            // When
            RowMark before = rows.advance("others", ROW, version(10));
            // Then
            assertThat(before).isEqualTo(RowMark.NOTHING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatWasNotSpokenOfForAMonthIsForgotten(TestDatabases kind) {
        try (HubDatabase database = HubDatabase.open(kind.settings(folder))) {
            // Given
            EventRows rows = new EventRows(database, CLOCK);
            rows.advance("events", ROW, version(20));
            // When
            rows.prune(CLOCK.instant().plus(Duration.ofDays(31)));
            // Then
            assertThat(rows.advance("events", ROW, version(10))).isEqualTo(RowMark.NOTHING);
        }
    }
}
