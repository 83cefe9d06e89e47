package io.d365hub.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.d365hub.batch.schedule.Dues.Times;
import io.d365hub.batch.schedule.Firing.State;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuesTest {

    private static final Instant TWO = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant YESTERDAY = TWO.minus(Duration.ofDays(1));
    private static final Instant TOMORROW = TWO.plus(Duration.ofDays(1));

    private Instant now = TWO;
    private final InstantSource clock = () -> now;
    private final TestRuns runs = new TestRuns(clock);
    private final Map<String, Times> times = new HashMap<>();
    private static HubDatabase database;
    private Firings firings;

    @BeforeAll
    static void open(@TempDir Path folder) {
        database = HubDatabase.open(TestDatabases.H2.settings(folder));
    }

    @BeforeEach
    void empty() {
        database.jdbi().useHandle(handle -> handle.execute("delete from batch_firing"));
        firings = new Firings(database, clock);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void aBatchThatIsDueWhileARunIsUnderWayIsSkippedVisibly() {
        // Given
        Dues dues = dues(nightly("accounts"));
        dues.due("accounts", TWO);
        // When
        later();
        dues.due("accounts", now);
        // Then
        assertThat(firings.latest("accounts", 10))
                .extracting(Firing::state, Firing::note)
                .containsExactly(tuple(State.SKIPPED, "A run is under way."), tuple(State.STARTED, ""));
    }

    @Test
    void aChildThatIsDueTogetherWithItsParentWaitsForTodaysRunOfTheParent() {
        // Given
        Dues dues = dues(nightly("accounts"), nightly("contacts", "accounts"));
        now = YESTERDAY;
        runs.start("accounts", "");
        runs.endsWell("accounts");
        now = TWO;
        times.put("accounts", new Times(Optional.of(YESTERDAY), Optional.of(TWO)));
        // When: Quartz comes to the child first
        dues.due("contacts", TWO);
        // Then
        assertThat(runs.started).containsExactly("accounts");
    }

    @Test
    void aChildThatWaitsStartsOnceItsParentIsDone() {
        // Given
        Dues dues = dues(nightly("accounts"), nightly("contacts", "accounts"));
        fires(dues, "accounts");
        dues.due("contacts", TWO);
        dues.look();
        assertThat(runs.started).containsExactly("accounts");
        // When
        later();
        runs.endsWell("accounts");
        dues.look();
        dues.look();
        // Then
        assertThat(runs.started).containsExactly("accounts", "contacts");
    }

    @Test
    void aChildWhoseParentFailedWaitsAndSaysForWhom() {
        // Given
        Dues dues = dues(nightly("accounts"), nightly("contacts", "accounts"));
        fires(dues, "accounts");
        dues.due("contacts", TWO);
        // When
        later();
        runs.fails("accounts");
        dues.look();
        // Then
        assertThat(firings.latest("contacts", 1))
                .extracting(Firing::state, Firing::note)
                .containsExactly(tuple(State.WAITING, "It waits for accounts."));
    }

    @Test
    void aChildThatStillWaitsWhenItIsDueAgainWaitsOnce() {
        // Given
        Dues dues = dues(nightly("accounts"), nightly("contacts", "accounts"));
        fires(dues, "accounts");
        // When
        dues.due("contacts", TWO);
        later();
        dues.due("contacts", now);
        // Then
        assertThat(firings.latest("contacts", 10))
                .extracting(Firing::state)
                .containsExactly(State.WAITING, State.SKIPPED);
    }

    @Test
    void aBatchWithoutTimesStartsEachTimeItsParentsAreDone() {
        // Given
        Dues dues = dues(nightly("accounts"), BatchOrderTest.batch("contacts", "accounts"));
        runNow("accounts");
        dues.look();
        later();
        runs.endsWell("contacts");
        dues.look();
        assertThat(runs.started).containsExactly("accounts", "contacts");
        // When
        runNow("accounts");
        dues.look();
        // Then
        assertThat(runs.started).containsExactly("accounts", "contacts", "accounts", "contacts");
    }

    @Test
    void aBatchWithoutTimesWaitsUntilAllOfItsParentsAreDone() {
        // Given
        Dues dues =
                dues(nightly("accounts"), nightly("products"), BatchOrderTest.batch("orders", "accounts", "products"));
        // When
        runNow("accounts");
        dues.look();
        // Then
        assertThat(runs.started).containsExactly("accounts");
    }

    @Test
    void aChainStartsItsFirstBatchAtOnceAndTheOthersOneAfterAnother() {
        // Given
        Dues dues = dues(
                BatchOrderTest.batch("accounts"),
                BatchOrderTest.batch("contacts", "accounts"),
                nightly("orders", "contacts"));
        times.put("orders", new Times(Optional.of(YESTERDAY), Optional.of(TOMORROW)));
        // When
        dues.chain("orders", now);
        later();
        runs.endsWell("accounts");
        dues.look();
        later();
        runs.endsWell("contacts");
        dues.look();
        // Then
        assertThat(runs.started).containsExactly("accounts", "contacts", "orders");
    }

    @Test
    void whatWaitsOfABatchThatIsGoneIsSkipped() {
        // Given
        fires(dues(nightly("accounts"), nightly("contacts", "accounts")), "accounts");
        firings.waits("contacts", TWO, Firing.Cause.TIMETABLE, "It waits for accounts.");
        // When
        dues(nightly("accounts")).look();
        // Then
        assertThat(firings.latest("contacts", 1)).extracting(Firing::state).containsExactly(State.SKIPPED);
    }

    @Test
    void theLatestFiringsOfABatchAreKeptAndOlderOnesAreNot() {
        // Given
        Dues dues = dues(nightly("accounts"));
        // When
        for (int i = 0; i < Firings.KEPT + 20; i++) {
            dues.due("accounts", now);
            later();
        }
        // Then
        assertThat(firings.latest("accounts", 1000)).hasSizeBetween(Firings.KEPT, Firings.KEPT + 1);
    }

    private Dues dues(Timetable... timetables) {
        return new Dues(
                new BatchOrder(List.of(timetables)),
                runs,
                firings,
                batch -> times.getOrDefault(batch, new Times(Optional.of(YESTERDAY), Optional.of(TWO))));
    }

    private static Timetable nightly(String name, String... after) {
        return new Timetable(name, Optional.of(new Timetable.Every(Duration.ofDays(1))), MissedRun.RUN, List.of(after));
    }

    private void fires(Dues dues, String batch) {
        times.put(batch, new Times(Optional.of(TWO), Optional.of(TOMORROW)));
        dues.due(batch, TWO);
    }

    private void runNow(String batch) {
        later();
        runs.start(batch, "");
        later();
        runs.endsWell(batch);
        later();
    }

    private void later() {
        now = now.plusSeconds(1);
    }
}
