package io.d365hub.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.database.TestDatabases;
import java.nio.file.Path;
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
        ManyCauses.insert(hub.database, LettersFixture.ORDERS, CAUSES);
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
        ManyCauses.insert(hub.database, LettersFixture.ORDERS, CAUSES);
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
}
