package io.d365hub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.audit.AuditTrail.Verification;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTrailTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-05T08:00:00Z"));
    private static final UUID LETTER = UUID.fromString("f0000000-0000-4000-8000-000000000001");
    private static final UUID OTHER = UUID.fromString("10000000-0000-4000-8000-000000000002");

    @TempDir
    private Path folder;

    private HubDatabase database;
    private AuditTrail trail;

    private void open(TestDatabases kind) {
        database = HubDatabase.open(kind.settings(folder));
        trail = new AuditTrail(database, CLOCK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void threeEntries() {
        trail.append(
                AuditEntry.of("ann", "letter.discarded").because("test data").on(List.of(LETTER, OTHER)));
        trail.append(AuditEntry.of("bob", "letter.edited")
                .because("wrong \0 date")
                .on(LETTER)
                .changing(AuditEntry.hash(new byte[] {1}), AuditEntry.hash(new byte[] {2}))
                .with("headers", 3));
        trail.append(AuditEntry.of("ann", "cause.acknowledged"));
    }

    @ParameterizedTest
    @EnumSource
    void anEntryTellsWhoDidWhatToWhichIdsAndWhy(TestDatabases kind) {
        // Given
        open(kind);
        // When
        threeEntries();
        // Then
        AuditRecord edited = trail.after(1, 1).get(0);
        assertThat(edited.who()).isEqualTo("bob");
        assertThat(edited.act()).isEqualTo("letter.edited");
        assertThat(edited.why()).isEqualTo("wrong \ufffd date");
        assertThat(edited.subjects()).containsExactly(LETTER);
        assertThat(edited.details()).isEqualTo("{\"headers\":\"3\"}");
        assertThat(edited.hashBefore()).isNotEqualTo(edited.hashAfter());
        assertThat(edited.at()).isEqualTo(CLOCK.instant());
        assertThat(trail.about(List.of(LETTER)))
                .extracting(AuditRecord::act)
                .containsExactly("letter.discarded", "letter.edited");
        assertThat(trail.latest(1)).extracting(AuditRecord::act).containsExactly("cause.acknowledged");
    }

    @ParameterizedTest
    @EnumSource
    void anUntouchedTrailIsVerified(TestDatabases kind) {
        // Given
        open(kind);
        threeEntries();
        // When
        Verification verification = trail.verify();
        // Then
        assertThat(verification).isEqualTo(new Verification(3, trail.head(), java.util.Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "H2, update audit_entry set who = 'eve'",
        "H2, delete from audit_entry",
        "H2, delete from audit_subject",
        "POSTGRESQL, update audit_entry set who = 'eve'",
        "POSTGRESQL, delete from audit_entry",
        "POSTGRESQL, truncate audit_entry",
        "POSTGRESQL, update audit_subject set sequence = 2",
    })
    void theDatabaseRefusesToChangeTheTrail(TestDatabases kind, String change) {
        // Given
        open(kind);
        threeEntries();
        // When, then
        assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(change)))
                .hasMessageContaining("The audit trail is only ever added to");
    }

    @ParameterizedTest
    @CsvSource({
        "update audit_entry set who = 'eve' where sequence = 2, Entry 2 is not as it was written.",
        "update audit_subject set id = '10000000-0000-4000-8000-000000000003' where sequence = 2, Entry 2 is not as it was written.",
        "delete from audit_entry where sequence = 2, Entry 2 is missing.",
        "delete from audit_entry where sequence = 3, Entry 3 is missing.",
    })
    void aChangeAroundTheTriggersIsFound(String change, String found) {
        // Given
        open(TestDatabases.H2);
        threeEntries();
        database.jdbi().useHandle(handle -> {
            handle.execute("drop trigger audit_entry_append_only");
            handle.execute("drop trigger audit_subject_append_only");
            handle.execute(change);
        });
        // When
        Verification verification = trail.verify();
        // Then
        assertThat(verification.wrong()).contains(found);
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfManyWritersAtOnceMakeOneChain(TestDatabases kind) throws Exception {
        // Given
        open(kind);
        ExecutorService writers = Executors.newFixedThreadPool(4);
        // When
        List<Future<Long>> written = IntStream.range(0, 40)
                .mapToObj(n -> writers.submit(() ->
                        trail.append(AuditEntry.of("writer", "test").on(LETTER).with("n", n))))
                .toList();
        for (Future<Long> entry : written) {
            entry.get();
        }
        writers.shutdown();
        // Then
        assertThat(trail.verify().entries()).isEqualTo(40);
    }
}
