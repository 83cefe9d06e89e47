package io.d365hub.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MembersTest {

    private Instant now = Instant.parse("2026-01-05T08:00:00Z");
    private final InstantSource clock = () -> now;

    @TempDir
    private Path folder;

    private HubDatabase database;

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void membersAreListedInTheOrderOfTheirStartForWhoeverAsks(TestDatabases kind) {
        // Given
        database = HubDatabase.open(kind.settings(folder));
        Members first = member("first");
        now = now.plusSeconds(1);
        Members second = member("second");
        // When
        second.heartbeat();
        first.heartbeat();
        // Then
        assertThat(first.live()).containsExactly(first.self(), second.self()).isEqualTo(second.live());
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatHasGoneSilentIsNoLongerListed(TestDatabases kind) {
        // Given
        database = HubDatabase.open(kind.settings(folder));
        Members silent = member("silent");
        Members alive = member("alive");
        silent.heartbeat();
        // When
        now = now.plus(Members.TIME_TO_LIVE).plus(Duration.ofMillis(1));
        alive.heartbeat();
        // Then
        assertThat(alive.live()).containsExactly(alive.self());
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatWasTakenForDeadIsBackWithItsNextHeartbeat(TestDatabases kind) {
        // Given
        database = HubDatabase.open(kind.settings(folder));
        Members frozen = member("frozen");
        frozen.heartbeat();
        now = now.plus(Duration.ofDays(2));
        member("other").heartbeat();
        // When
        frozen.heartbeat();
        // Then
        assertThat(frozen.live()).contains(frozen.self());
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatLeavesIsGoneAtOnce(TestDatabases kind) {
        // Given
        database = HubDatabase.open(kind.settings(folder));
        Members leaving = member("leaving");
        leaving.heartbeat();
        // When
        leaving.leave();
        // Then
        assertThat(leaving.live()).isEmpty();
    }

    private Members member(String name) {
        return new Members(database, clock, UUID.randomUUID(), name);
    }
}
