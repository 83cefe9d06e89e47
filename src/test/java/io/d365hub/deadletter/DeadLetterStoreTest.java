package io.d365hub.deadletter;

import static io.d365hub.deadletter.LettersFixture.ORDERS;
import static io.d365hub.deadletter.LettersFixture.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
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

class DeadLetterStoreTest {

    @TempDir
    private Path folder;

    private LettersFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aLetterIsShownAsItDiedWithTheMessageAsItWasAccepted(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        HubMessage message = LettersFixture.message(ORDERS, "order 1001", 42);
        // When
        UUID id = hub.died(message, REFUSED);
        // Then
        LetterDetail shown = hub.store.show(id).orElseThrow();
        assertThat(shown.content()).satisfies(content -> {
            assertThat(content.recordKey()).isEqualTo("order 1001");
            assertThat(content.headers()).isEqualTo(Map.of("x-shop", "north"));
            assertThat(content.body()).isEqualTo(message.body());
        });
        assertThat(shown.letter()).satisfies(letter -> {
            assertThat(letter.message()).isEqualTo(message.id());
            assertThat(letter.sequence()).isEqualTo(42);
            assertThat(letter.why()).isEqualTo(REFUSED.why());
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.acceptedAt()).isEqualTo(message.acceptedAt());
            assertThat(letter.state()).isEqualTo(LetterState.OPEN);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aLetterThatComesAgainIsStoredOnce(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Dying first = hub.dying(LettersFixture.message(ORDERS, "a", 1), REFUSED);
        Dying second = hub.dying(LettersFixture.message(ORDERS, "b", 2), REFUSED);
        hub.intake.store(List.of(first));
        // When
        hub.intake.store(List.of(first, second, second));
        hub.intake.store(List.of(first, second));
        // Then
        assertThat(hub.ids(LetterQuery.ALL)).containsExactly(second.letter(), first.letter());
    }

    @ParameterizedTest
    @EnumSource
    void charactersThatADatabaseRefusesDoNotHoldUpALetter(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        String odd = "zero \0, lone \ud800, pair \ud83d\ude00, " + "x".repeat(5000);
        HubMessage message = LettersFixture.message(ORDERS, "key \0 \ud83d\ude00", 1);
        // When
        UUID id = hub.died(message, LettersFixture.failure(odd));
        // Then
        LetterDetail shown = hub.store.show(id).orElseThrow();
        assertThat(shown.content().recordKey()).isEqualTo(message.recordKey());
        assertThat(shown.letter().why())
                .startsWith("zero \ufffd, lone \ufffd, pair \ud83d\ude00, xxx")
                .endsWith("…")
                .hasSize(4000);
    }

    @ParameterizedTest
    @EnumSource
    void aBodyOfOneMebibyteAndMoreComesBackAsItWas(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        HubMessage small = LettersFixture.message(ORDERS, "big", 1);
        byte[] body = new byte[3 << 20];
        body[body.length - 1] = 7;
        HubMessage big = new HubMessage(
                small.id(),
                ORDERS,
                "webshop",
                "big",
                1,
                small.acceptedAt(),
                "text/xml",
                Map.of(),
                body,
                Optional.empty());
        // When
        UUID id = hub.died(big, REFUSED);
        // Then
        assertThat(hub.store.show(id).orElseThrow().content().body()).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    void lettersAreFoundByEachOfTheirProperties(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Failure other = Failure.of(FailureKind.UNREADABLE, "mapping", "Not mapped.", "No field 'total'.", "Mend it.");
        hub.died(LettersFixture.message(ORDERS, "common", 1), REFUSED);
        Instant from = hub.now;
        HubMessage message = LettersFixture.message("contacts", "wanted", 2);
        UUID wanted = hub.died(message, other);
        Instant before = hub.now;
        hub.died(LettersFixture.message(ORDERS, "common", 3), REFUSED);
        // When
        List<LetterQuery> queries = List.of(
                LetterQuery.OPEN.ofIntegration("contacts"),
                LetterQuery.OPEN.ofKind(FailureKind.UNREADABLE),
                LetterQuery.OPEN.withCode("mapping"),
                LetterQuery.OPEN.ofRecordKey("wanted"),
                LetterQuery.OPEN.ofMessage(message.id()),
                LetterQuery.OPEN.ofGroup(hub.letter(wanted).group()),
                LetterQuery.OPEN.diedBetween(from, before));
        // Then
        assertThat(queries).allSatisfy(query -> assertThat(hub.ids(query)).containsExactly(wanted));
    }

    @ParameterizedTest
    @EnumSource
    void aQueryFindsTheSameLettersInBothDatabases(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Failure unread = Failure.of(
                FailureKind.UNREADABLE, "map_1%", "Not mapped.", "No field 'total' in /orders/A-17.", "Mend it.");
        hub.died(LettersFixture.message(ORDERS, "10x01", 1), REFUSED);
        HubMessage wantedMessage = LettersFixture.message("contacts", "10_01 it's \\ \"b\"", 2);
        UUID wanted = hub.died(wantedMessage, unread);
        UUID gone = hub.died(LettersFixture.message(ORDERS, "c", 3), REFUSED);
        hub.store.discard(List.of(gone), "ann", "");
        hub.database.jdbi().useHandle(handle -> {
            handle.execute("update dead_letter set table_name = 'contacts', step = 'write' where id = ?", wanted);
        });
        // When
        List<String> queries = List.of(
                "integration:contacts",
                "integration:con*",
                "kind:UNREADABLE",
                "code:map_1*",
                "code:\"map_1%\"",
                "table:contacts step:write",
                "key:\"10_01 it's \\\\ \\\"b\\\"\"",
                "text:total",
                "text:TOT*",
                "'orders a 17'",
                "\"field 'total' in\"",
                "payload.order:\"10_01 it's \\\\ \\\"b\\\"\"",
                "payload.order:10_*",
                "message:" + wantedMessage.id(),
                "id:" + wanted,
                "cause:" + hub.letter(wanted).group(),
                "state:open and not kind:REFUSED",
                "not (kind:REFUSED or state:discarded)",
                "died:2026-01-05T08:00:01 and client:webshop",
                "age<1h and not text:account");
        // Then
        assertThat(queries)
                .allSatisfy(query -> assertThat(hub.ids(hub.store.query(query))).containsExactly(wanted));
        assertThat(hub.ids(hub.store.query("text:orders or state:discarded"))).containsExactly(gone, wanted);
        assertThat(hub.ids(hub.store.query("text:tota or text:\"in total\" or code:map*x or payload.order:10")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoThroughAllLettersOnceAlsoWhenTheyDiedAtTheSameTime(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        List<UUID> all = new ArrayList<>();
        for (int n = 0; n < 25; n++) {
            Instant together = hub.now;
            all.add(hub.died("key " + n));
            hub.now = n % 10 == 9 ? hub.now : together;
        }
        // When
        List<UUID> paged = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            LetterPage page = hub.store.list(LetterQuery.OPEN, 4, next);
            page.letters().forEach(letter -> paged.add(letter.id()));
            next = page.next();
        } while (next.isPresent());
        // Then
        assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceInTheListThatNobodyGaveOutIsRefused(TestDatabases kind) {
        // Given
        hub = new LettersFixture(kind, folder);
        // When, then
        assertThatThrownBy(() -> hub.store.list(LetterQuery.OPEN, 4, Optional.of("page 2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'page 2'")
                .hasMessageContaining("'next'");
    }

    @ParameterizedTest
    @EnumSource
    void groupsJoinLettersWithTheSameCauseAndShowOneAsAnExample(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Instant first = hub.now;
        hub.died(LettersFixture.message(ORDERS, "a", 1), LettersFixture.failure("Account 'A-17' does not exist."));
        hub.died(LettersFixture.message(ORDERS, "b", 2), LettersFixture.failure("Total is negative."));
        Instant last = hub.now;
        hub.died(LettersFixture.message(ORDERS, "c", 3), LettersFixture.failure("Account 'B-4' does not exist."));
        // When
        List<LetterGroup> groups = hub.store.groups(LetterQuery.OPEN, 10);
        // Then
        assertThat(groups).extracting(LetterGroup::letters).containsExactly(2L, 1L);
        assertThat(groups.get(0)).satisfies(group -> {
            assertThat(group.words()).isEqualTo("Account # does not exist.");
            assertThat(group.why()).isEqualTo("Account 'A-17' does not exist.");
            assertThat(group.firstDiedAt()).isEqualTo(first);
            assertThat(group.lastDiedAt()).isEqualTo(last);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aDiscardClosesOpenLettersAndTellsTheLedger(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        UUID open = hub.died("a");
        UUID closed = hub.died("b");
        hub.store.discard(List.of(closed), "ann", "");
        // When
        DiscardResult result =
                hub.store.discard(List.of(open, closed, UUID.randomUUID(), open), "ann", "cancelled by the shop");
        // Then
        assertThat(result).isEqualTo(new DiscardResult(1, 1, 1));
        assertThat(hub.discarded).extracting(Letter::id).containsExactly(closed, open);
        assertThat(hub.letter(open)).satisfies(letter -> {
            assertThat(letter.state()).isEqualTo(LetterState.DISCARDED);
            assertThat(letter.closedBy()).isEqualTo("ann");
            assertThat(letter.closeReason()).isEqualTo("cancelled by the shop");
        });
        assertThat(hub.releases).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aLineageShowsEveryDeathOfTheSameMessage(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        HubMessage message = LettersFixture.message(ORDERS, "a", 1);
        UUID first = hub.died(message, REFUSED);
        hub.died("another");
        // When
        UUID second = hub.died(message.asReplay(new Replay(first, UUID.randomUUID())), REFUSED);
        // Then
        LetterDetail shown = hub.store.show(second).orElseThrow();
        assertThat(shown.lineage()).extracting(Letter::id).containsExactly(first, second);
        assertThat(shown.letter().replayOf()).contains(first);
    }

    @ParameterizedTest
    @EnumSource
    void recordKeysOfOpenLettersAreInUse(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Letter open = hub.letter(hub.died("a"));
        Letter closed = hub.letter(hub.died("b"));
        hub.store.discard(List.of(closed.id()), "ann", "");
        // When
        Set<UUID> inUse = hub.database
                .jdbi()
                .withHandle(handle -> hub.store.keysInUse(handle, List.of(open.keyDigest(), closed.keyDigest())));
        // Then
        assertThat(inUse).containsExactly(open.keyDigest());
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownLetterIsNotShown(TestDatabases kind) {
        // When
        hub = new LettersFixture(kind, folder);
        // Then
        assertThat(hub.store.show(UUID.randomUUID())).isEmpty();
    }
}
