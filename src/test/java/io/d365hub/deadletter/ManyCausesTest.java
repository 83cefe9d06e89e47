package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.BulkInsert;
import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target whose every refusal reads differently makes a cause of each. */
class ManyCausesTest {

    private static final int CAUSES = 100_000;
    private static final int PAGE = 500;
    private static final int PAGES = 10;

    @TempDir
    private Path folder;

    private LettersFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aHundredThousandCausesAreShownPageByPageTheMostFrequentFirst(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        insertCauses();
        // When
        List<Cause> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        for (int n = 0; n < PAGES; n++) {
            CausePage page = hub.causes.list(Set.of(CauseState.OPEN), true, Optional.empty(), PAGE, next);
            assertThat(page.causes()).hasSize(PAGE);
            seen.addAll(page.causes());
            next = page.next();
        }
        // Then
        assertThat(new HashSet<>(seen)).hasSize(PAGES * PAGE);
        assertThat(seen).extracting(Cause::open).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(seen.get(0).open()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @EnumSource
    void aNewCauseBesideAHundredThousandOthersIsFoundByItsLetter(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        insertCauses();
        // When
        UUID letter = hub.died(
                LettersFixture.message(LettersFixture.ORDERS, "a", 1),
                LettersFixture.failure("The warehouse is on strike."));
        // Then
        Cause cause = hub.causes.find(hub.letter(letter).group()).orElseThrow();
        assertThat(cause.open()).isEqualTo(1);
        assertThat(hub.ids(hub.store.query("cause:" + cause.id() + " text:\"on strike\"")))
                .containsExactly(letter);
    }

    private void insertCauses() throws SQLException {
        List<Object[]> causes = new ArrayList<>(CAUSES);
        List<Object[]> counts = new ArrayList<>(CAUSES);
        for (int n = 0; n < CAUSES; n++) {
            UUID id = UUID.randomUUID();
            String words = "Refused for reason " + Integer.toString(n, Character.MAX_RADIX);
            causes.add(new Object[] {
                id,
                LettersFixture.ORDERS,
                "REFUSED",
                "0x80060891",
                words,
                "Not written.",
                words,
                "",
                "accounts",
                "",
                1L,
                2L
            });
            counts.add(new Object[] {id, "OPEN", 1L + n % 1_000});
        }
        hub.database.<Integer, SQLException>inTransaction(handle -> {
            BulkInsert.into(
                    handle.getConnection(),
                    "dead_letter_group",
                    List.of(
                            "id",
                            "integration",
                            "kind",
                            "code",
                            "words",
                            "what",
                            "why",
                            "mend",
                            "table_name",
                            "step",
                            "first_died_at",
                            "last_died_at"),
                    causes);
            BulkInsert.into(
                    handle.getConnection(), "dead_letter_count", List.of("group_id", "state", "letters"), counts);
            return 0;
        });
    }
}
