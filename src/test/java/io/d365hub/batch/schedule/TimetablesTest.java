package io.d365hub.batch.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimetablesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Timetable.Cron NEVER_IN_A_TEST = new Timetable.Cron("0 0 0 1 1 ?", ZoneId.of("UTC"));

    private final TestRuns runs = new TestRuns(CLOCK);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Of each kind one for the class, and both emptied before each test. */
    private static final Map<TestDatabases, DatabaseSettings> SETTINGS = new EnumMap<>(TestDatabases.class);

    private static final Map<TestDatabases, HubDatabase> DATABASES = new EnumMap<>(TestDatabases.class);

    @BeforeAll
    static void openDatabases(@TempDir Path folder) {
        for (TestDatabases kind : TestDatabases.values()) {
            SETTINGS.put(kind, kind.settings(folder));
            DATABASES.put(kind, HubDatabase.open(SETTINGS.get(kind)));
        }
    }

    @AfterAll
    static void closeDatabases() {
        DATABASES.values().forEach(HubDatabase::close);
    }

    @BeforeEach
    void empty() {
        for (HubDatabase database : DATABASES.values()) {
            database.jdbi().useHandle(handle -> {
                handle.execute("delete from batch_firing");
                handle.execute("delete from quartz_simprop_triggers");
                handle.execute("delete from quartz_simple_triggers");
                handle.execute("delete from quartz_triggers");
                handle.execute("delete from quartz_job_details");
            });
        }
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void aBatchStartsAtItsTime(TestDatabases kind) throws Exception {
        HubDatabase database = DATABASES.get(kind);

        hub(database, TimetableSettings.ALONE, often("prices"));

        await().atMost(PATIENCE).until(() -> runs.started, List.of("prices")::equals);
    }

    @Test
    void ofTwoHubsWithOneDatabaseOneStartsABatchAtEachTime() throws Exception {
        // Given
        HubDatabase first = DATABASES.get(TestDatabases.POSTGRESQL);
        hub(first, TimetableSettings.SHARED, often("prices"));
        hub(another(), TimetableSettings.SHARED, often("prices"));
        // When
        await().atMost(PATIENCE).until(() -> firings(first, "prices").size() >= 4);
        // Then
        assertThat(firings(first, "prices")).extracting(Firing::plannedAt).doesNotHaveDuplicates();
    }

    @Test
    void ofTwoHubsThatAreDueAtTheSameMomentOneStartsTheRun() throws Exception {
        // Given: both were away when it was due, and come back together
        HubDatabase first = DATABASES.get(TestDatabases.POSTGRESQL);
        hub(first, TimetableSettings.SHARED, nightly("customers", MissedRun.RUN))
                .close();
        wasDue(first, Duration.ofDays(1));
        // When
        hub(first, TimetableSettings.SHARED, nightly("customers", MissedRun.RUN), often("prices"));
        hub(another(), TimetableSettings.SHARED, nightly("customers", MissedRun.RUN), often("prices"));
        await().until(() -> firings(first, "prices").size() >= 4 && runs.started.contains("customers"));
        // Then
        assertThat(runs.started).containsOnlyOnce("customers");
        assertThat(firings(first, "customers")).hasSize(1);
    }

    @Test
    void whenOneOfTwoHubsIsGoneTheOtherOneGoesOn() throws Exception {
        // Given
        HubDatabase first = DATABASES.get(TestDatabases.POSTGRESQL);
        Timetables leaving = hub(another(), TimetableSettings.SHARED, often("prices"));
        hub(first, TimetableSettings.SHARED, often("prices"));
        await().atMost(PATIENCE).until(() -> !firings(first, "prices").isEmpty());
        // When
        leaving.close();
        Instant left = CLOCK.instant();
        // Then
        await().atMost(PATIENCE).until(() -> firings(first, "prices").stream()
                .anyMatch(firing -> firing.plannedAt().isAfter(left)));
    }

    @ParameterizedTest
    @EnumSource(TestDatabases.class)
    void timesThatNoHubWasThereForAreMadeUpForByOneRun(TestDatabases kind) throws Exception {
        // Given
        HubDatabase database = DATABASES.get(kind);
        hub(database, TimetableSettings.ALONE, nightly("customers", MissedRun.RUN))
                .close();
        wasDue(database, Duration.ofDays(5));
        // When
        Timetables hub = hub(database, TimetableSettings.ALONE, nightly("customers", MissedRun.RUN));
        await().atMost(PATIENCE).until(() -> firings(database, "customers").size() == 1);
        // Then
        assertThat(hub.next("customers").orElseThrow()).isAfter(CLOCK.instant());
    }

    @Test
    void timesThatNoHubWasThereForAreLeftOutWhenTheOptionSaysSo() throws Exception {
        // Given
        HubDatabase database = DATABASES.get(TestDatabases.H2);
        hub(database, TimetableSettings.ALONE, nightly("customers", MissedRun.SKIP))
                .close();
        wasDue(database, Duration.ofDays(5));
        // When
        Timetables hub = hub(database, TimetableSettings.ALONE, nightly("customers", MissedRun.SKIP), often("prices"));
        await().atMost(PATIENCE).until(() -> !runs.started.isEmpty());
        await().atMost(PATIENCE).until(() -> hub.next("customers").orElseThrow().isAfter(CLOCK.instant()));
        // Then
        assertThat(firings(database, "customers")).isEmpty();
    }

    @Test
    void aChangedTimetableCountsFromTheNextStartOn() throws Exception {
        // Given
        HubDatabase database = DATABASES.get(TestDatabases.H2);
        hub(database, TimetableSettings.ALONE, nightly("customers", MissedRun.RUN))
                .close();
        // When
        hub(database, TimetableSettings.ALONE, often("customers"));
        // Then
        await().atMost(PATIENCE).until(() -> runs.started, List.of("customers")::equals);
    }

    @Test
    void theTimesOfABatchThatIsGoneAreForgotten() throws Exception {
        // Given
        HubDatabase database = DATABASES.get(TestDatabases.H2);
        hub(database, TimetableSettings.ALONE, nightly("customers", MissedRun.RUN), nightly("prices", MissedRun.RUN))
                .close();
        wasDue(database, Duration.ofDays(5));
        // When
        Timetables hub = hub(database, TimetableSettings.ALONE, nightly("prices", MissedRun.RUN));
        await().atMost(PATIENCE).until(() -> !runs.started.isEmpty());
        // Then
        assertThat(hub.next("customers")).isEmpty();
        assertThat(runs.started).containsExactly("prices");
    }

    @Test
    void aChildStartsWhenItsParentIsDone() throws Exception {
        // Given
        HubDatabase database = DATABASES.get(TestDatabases.H2);
        Timetables hub = hub(
                database,
                new TimetableSettings(false, Duration.ofMinutes(1), Duration.ofMillis(50)),
                BatchOrderTest.batch("accounts"),
                BatchOrderTest.batch("contacts", "accounts"));
        hub.startWithParents("contacts");
        assertThat(runs.started).containsExactly("accounts");
        // When
        runs.endsWell("accounts");
        // Then
        await().atMost(PATIENCE).until(() -> runs.started, List.of("accounts", "contacts")::equals);
    }

    /** The PostgreSQL database as another process has it open. */
    private HubDatabase another() {
        HubDatabase database = HubDatabase.open(SETTINGS.get(TestDatabases.POSTGRESQL));
        open.push(database);
        return database;
    }

    private Timetables hub(HubDatabase database, TimetableSettings settings, Timetable... timetables) throws Exception {
        Timetables hub = Timetables.start(database, settings, new BatchOrder(List.of(timetables)), runs, CLOCK);
        open.push(hub);
        return hub;
    }

    /** As if the hub had been away for that long. */
    private static void wasDue(HubDatabase database, Duration ago) {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update quartz_triggers set next_fire_time = ?", CLOCK.millis() - ago.toMillis()));
    }

    private static List<Firing> firings(HubDatabase database, String batch) {
        return new Firings(database, CLOCK).latest(batch, 100);
    }

    private static Timetable often(String batch) {
        return new Timetable(batch, Optional.of(new Timetable.Every(Duration.ofMillis(200))), MissedRun.RUN, List.of());
    }

    private static Timetable nightly(String batch, MissedRun missed) {
        return new Timetable(batch, Optional.of(NEVER_IN_A_TEST), missed, List.of());
    }
}
