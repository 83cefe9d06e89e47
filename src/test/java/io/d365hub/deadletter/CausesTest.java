package io.d365hub.deadletter;

import static io.d365hub.deadletter.LettersFixture.ORDERS;
import static io.d365hub.deadletter.LettersFixture.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.audit.AuditRecord;
import io.d365hub.database.TestDatabases;
import io.d365hub.failure.Failure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CausesTest {

    @TempDir
    private Path folder;

    private LettersFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    private UUID causeOf(UUID letter) {
        return hub.letter(letter).group();
    }

    private Cause cause(UUID id) {
        return hub.causes.find(id).orElseThrow();
    }

    private List<Cause> open() {
        return hub.causes
                .list(Set.of(CauseState.OPEN), true, Optional.empty(), 10, Optional.empty())
                .causes();
    }

    @ParameterizedTest
    @EnumSource
    void aCauseTellsHowOftenAndWhenItWasMet(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Instant first = hub.now;
        hub.died("a");
        hub.now = hub.now.plusSeconds(3600);
        hub.died("b");
        Instant last = hub.now;
        // When
        UUID letter = hub.died("c");
        // Then
        Cause cause = cause(causeOf(letter));
        assertThat(cause.letters()).isEqualTo(Map.of(LetterState.OPEN, 3L));
        assertThat(cause.firstSeen()).isEqualTo(first);
        assertThat(cause.lastSeen()).isEqualTo(last);
        assertThat(cause.trend()).hasSize(24).endsWith(0L, 1L, 2L);
        assertThat(cause.words()).isEqualTo("Account # does not exist.");
    }

    @ParameterizedTest
    @EnumSource
    void tableAndStepTellCausesApart(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Failure elsewhere = REFUSED.at("salesorders", "dataverse://upsert");
        UUID orders = hub.died(LettersFixture.message(ORDERS, "a", 1), elsewhere);
        UUID unknown = hub.died("b");
        // When
        Cause cause = cause(causeOf(orders));
        // Then
        assertThat(causeOf(unknown)).isNotEqualTo(cause.id());
        assertThat(cause.table()).isEqualTo("salesorders");
        assertThat(cause.step()).isEqualTo("dataverse");
        assertThat(hub.ids(hub.store.query("table:sales* and step:dataverse"))).containsExactly(orders);
    }

    @ParameterizedTest
    @EnumSource
    void countsFollowTheLettersWhateverIsDoneToThem(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID discarded = hub.died("a");
        UUID deleted = hub.died("b");
        hub.died("c");
        // When
        hub.store.discard(List.of(discarded), "ann", "");
        hub.database.jdbi().useHandle(handle -> {
            handle.execute("update dead_letter set note = 'seen' where id = ?", deleted);
            handle.execute("delete from dead_letter where id = ?", deleted);
        });
        // Then
        assertThat(cause(causeOf(discarded)).letters())
                .isEqualTo(Map.of(LetterState.OPEN, 1L, LetterState.DISCARDED, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void aResolvedCauseThatComesBackIsOpenAgain(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID id = causeOf(hub.died("a"));
        hub.causes.change(id, CauseState.RESOLVED, "ann", "mapping mended");
        hub.now = hub.now.plusSeconds(60);
        assertThat(open()).isEmpty();
        // When
        hub.died("b");
        // Then
        assertThat(open()).singleElement().satisfies(cause -> {
            assertThat(cause.id()).isEqualTo(id);
            assertThat(cause.reopened()).isOne();
            assertThat(cause.stateReason()).isEqualTo("mapping mended");
        });
    }

    @ParameterizedTest
    @EnumSource
    void anIgnoredCauseStaysIgnoredWhenItComesBack(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID id = causeOf(hub.died("a"));
        hub.causes.change(id, CauseState.IGNORED, "ann", "test shop");
        hub.now = hub.now.plusSeconds(60);
        // When
        hub.died("b");
        // Then
        assertThat(cause(id).state()).isEqualTo(CauseState.IGNORED);
    }

    @ParameterizedTest
    @EnumSource
    void aLetterThatDiedBeforeItsCauseWasResolvedOpensNothing(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID id = causeOf(hub.died("a"));
        Instant earlier = hub.now;
        hub.now = hub.now.plusSeconds(60);
        hub.causes.change(id, CauseState.RESOLVED, "ann", "");
        // When
        hub.now = earlier;
        hub.died("b");
        // Then
        assertThat(cause(id).state()).isEqualTo(CauseState.RESOLVED);
    }

    @ParameterizedTest
    @EnumSource
    void whatOperatorsSayIsNotedAndAudited(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID id = causeOf(hub.died("a"));
        // When
        hub.causes.change(id, CauseState.ACKNOWLEDGED, "ann", "calling the shop");
        hub.causes.note(id, "bob", "They sent <b>old</b> keys.");
        // Then
        assertThat(hub.causes.notes(id)).singleElement().satisfies(note -> {
            assertThat(note.who()).isEqualTo("bob");
            assertThat(note.text()).isEqualTo("They sent <b>old</b> keys.");
        });
        assertThat(hub.audit.about(List.of(id)))
                .extracting(AuditRecord::who, AuditRecord::act, AuditRecord::details)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "ann", "cause.changed", "{\"from\":\"OPEN\",\"to\":\"ACKNOWLEDGED\"}"),
                        org.assertj.core.groups.Tuple.tuple("bob", "cause.noted", "{}"));
    }

    @ParameterizedTest
    @EnumSource
    void aCauseThatIsNotThereIsNeitherChangedNorNoted(TestDatabases kind) {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID nobody = UUID.randomUUID();
        // When, then
        assertThat(hub.causes.change(nobody, CauseState.RESOLVED, "ann", "")).isEmpty();
        assertThat(hub.causes.note(nobody, "ann", "x")).isEmpty();
        assertThat(hub.audit.latest(10)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoThroughAllCausesOnceThoseWithMostLettersFirst(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        for (String why : List.of("one.", "two.", "two.", "three.", "three.", "four.", "five.")) {
            hub.died(LettersFixture.message(ORDERS, "k", 1), LettersFixture.failure(why));
        }
        // When
        List<Cause> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            CausePage page = hub.causes.list(Set.of(), false, Optional.of(Set.of(ORDERS)), 2, next);
            all.addAll(page.causes());
            next = page.next();
        } while (next.isPresent());
        // Then
        assertThat(all).extracting(Cause::words).containsExactlyInAnyOrder("one.", "two.", "three.", "four.", "five.");
        assertThat(all).extracting(Cause::open).containsExactly(2L, 2L, 1L, 1L, 1L);
    }
}
