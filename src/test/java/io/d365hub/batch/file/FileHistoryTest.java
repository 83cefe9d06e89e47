package io.d365hub.batch.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.batch.file.FileHistory.Taken;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which files a batch has taken, over both databases. */
class FileHistoryTest {

    private static final String BATCH = "prices";
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);
    private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");

    @TempDir
    private Path folder;

    private HubDatabase database;
    private FileHistory history;

    @AfterEach
    void close() {
        database.close();
    }

    private void open(TestDatabases kind) {
        database = HubDatabase.open(kind.settings(folder));
        history = at(NOW);
    }

    private FileHistory at(Instant now) {
        return new FileHistory(database, Clock.fixed(now, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @EnumSource
    void filesAreNumberedInTheOrderInWhichTheyWereTaken(TestDatabases kind) {
        // Given
        open(kind);
        // When
        Taken first = history.take(BATCH, "a.csv", A);
        Taken second = history.take(BATCH, "b.csv", B);
        Taken other = history.take("other", "a.csv", A);
        // Then
        assertThat(second.number()).isEqualTo(first.number() + 1);
        assertThat(other.number()).isEqualTo(first.number());
        assertThat(history.find(BATCH, second.number())).contains(second);
    }

    @ParameterizedTest
    @EnumSource
    void contentThatWasSettledIsKnownAndTheRestIsNot(TestDatabases kind) {
        // Given
        open(kind);
        Taken settled = history.take(BATCH, "a.csv", A);
        Taken refused = history.take(BATCH, "b.csv", B);
        history.take(BATCH, "c.csv", C);
        history.refuse(BATCH, refused.number());
        // When
        history.settle(BATCH, refused.number());
        // Then
        assertThat(history.settledRefused(BATCH, settled.name(), A)).contains(false);
        assertThat(history.settledRefused(BATCH, "x.csv", A))
                .as("under another name it is a repetition only as long as nothing else came")
                .isEmpty();
        assertThat(history.settledRefused(BATCH, refused.name(), B)).contains(true);
        assertThat(history.settledRefused(BATCH, "c.csv", C)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasTakenAndIsNotSettledIsForgottenSoThatItComesAgain(TestDatabases kind) {
        // Given
        open(kind);
        Taken settled = history.take(BATCH, "a.csv", A);
        history.settle(BATCH, settled.number());
        Taken open = history.take(BATCH, "b.csv", B);
        // When
        history.forgetFrom(BATCH, settled.number());
        // Then
        assertThat(history.find(BATCH, open.number())).isEmpty();
        assertThat(history.find(BATCH, settled.number())).contains(settled);
    }

    @ParameterizedTest
    @EnumSource
    void oldFilesAreForgottenButTheLastKeepsItsNumber(TestDatabases kind) {
        // Given
        open(kind);
        Taken first = history.take(BATCH, "a.csv", A);
        Taken last = history.take(BATCH, "b.csv", B);
        history.settle(BATCH, last.number());
        // When
        history.prune(BATCH, NOW.plusMillis(1));
        // Then
        assertThat(history.find(BATCH, first.number())).isEmpty();
        assertThat(history.find(BATCH, last.number())).contains(last);
    }
}
