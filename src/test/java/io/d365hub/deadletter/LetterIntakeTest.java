package io.d365hub.deadletter;

import static io.d365hub.deadletter.LettersFixture.ORDERS;
import static io.d365hub.deadletter.LettersFixture.failure;
import static io.d365hub.deadletter.LettersFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.message.HubMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches so large that they are stored in shares. */
class LetterIntakeTest {

    private static final int LETTERS = 700;
    private static final List<String> NAMES =
            List.of("account", "contact", "currency", "site", "unit", "price", "lead");

    @TempDir
    private Path folder;

    private LettersFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    private List<Dying> batch() {
        List<Dying> batch = new ArrayList<>();
        for (int n = 0; n < LETTERS; n++) {
            String name = NAMES.get(n % NAMES.size());
            batch.add(new Dying(
                    UUID.randomUUID(),
                    message(ORDERS, "key " + n, n),
                    failure("The %s 'A-%d' does not exist.".formatted(name, n)),
                    1,
                    hub.now,
                    hub.now));
        }
        return batch;
    }

    private List<Cause> causes() {
        return hub.causes
                .list(Set.of(CauseState.OPEN), true, Optional.empty(), 10, Optional.empty())
                .causes();
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseCountsItsLettersOfALargeBatch(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        // When
        hub.intake.store(batch());
        // Then
        assertThat(causes())
                .hasSize(NAMES.size())
                .allSatisfy(cause -> assertThat(cause.letters()).isEqualTo(Map.of(LetterState.OPEN, 100L)))
                .allSatisfy(cause -> assertThat(cause.trend()).endsWith(100L));
        assertThat(hub.ids(hub.store.query("text:\"currency A-16\" or payload.order:\"key 699\"")))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aLargeBatchThatComesAgainInAnotherCutChangesNothing(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        List<Dying> batch = batch();
        hub.intake.store(batch.subList(0, 450));
        // When
        List<Dying> again = new ArrayList<>(batch);
        again.addAll(batch.subList(100, 200));
        hub.intake.store(again);
        // Then
        assertThat(hub.store.count(LetterQuery.ALL)).isEqualTo(LETTERS);
        assertThat(causes()).allSatisfy(cause -> assertThat(cause.letters()).isEqualTo(Map.of(LetterState.OPEN, 100L)));
    }

    @ParameterizedTest
    @EnumSource
    void aShareThatCannotBeStoredIsToldAndStoredWithTheNextTry(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        List<Dying> batch = batch();
        hub.database
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "alter table dead_letter add constraint no_price check (what <> 'refused by the table')"));
        Dying bad = batch.get(5);
        Failure refused =
                Failure.of(FailureKind.REFUSED, "1", "refused by the table", "The price is wrong.", "Mend it.");
        List<Dying> withBad = new ArrayList<>(batch);
        withBad.set(5, new Dying(bad.letter(), bad.message(), refused, 1, hub.now, hub.now));
        assertThatThrownBy(() -> hub.intake.store(withBad))
                .satisfies(failure ->
                        assertThat(hub.intake.refusesData((Exception) failure)).isTrue());
        // When
        hub.intake.store(batch);
        // Then
        assertThat(causes()).hasSize(NAMES.size()).allSatisfy(cause -> assertThat(cause.letters())
                .isEqualTo(Map.of(LetterState.OPEN, 100L)));
    }

    @ParameterizedTest
    @EnumSource
    void everythingThatALetterCarriesComesBackAsItWas(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        byte[] body = new byte[100_000];
        IntStream.range(0, body.length).forEach(i -> body[i] = (byte) i);
        HubMessage message = new HubMessage(
                UUID.randomUUID(),
                ORDERS,
                "webshop",
                "Zürich 東京 \uD83D\uDE80",
                Long.MAX_VALUE,
                Instant.parse("2026-01-05T07:59:00.123Z"),
                "application/octet-stream",
                Map.of("x-shop", "tab\there, \\N and \"quotes\""),
                body,
                Optional.empty());
        // When
        UUID letter = hub.died(message, failure("Stra\u00dfe 東京 \u0000 \uD83D\uDE80 \\. is not a place."));
        // Then
        LetterDetail detail = hub.store.show(letter).orElseThrow();
        assertThat(detail.content().recordKey()).isEqualTo(message.recordKey());
        assertThat(detail.content().headers()).isEqualTo(message.headers());
        assertThat(detail.content().body()).isEqualTo(body);
        assertThat(detail.letter().sequence()).isEqualTo(Long.MAX_VALUE);
        assertThat(detail.letter().acceptedAt()).isEqualTo(message.acceptedAt());
        assertThat(detail.letter().why()).isEqualTo("Stra\u00dfe 東京 \uFFFD \uD83D\uDE80 \\. is not a place.");
        assertThat(hub.ids(hub.store.query("text:\"STRA\u00dfE 東京\" and text:plac*")))
                .containsExactly(letter);
    }

    @ParameterizedTest
    @EnumSource
    void aSentenceOfThousandsOfWordsIsFoundByItsLast(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        String many = "a ".repeat(1500)
                + String.join(
                        " ", LongStream.range(0, 150).mapToObj(n -> "w" + n).toList());
        // When
        UUID letter = hub.died(message(ORDERS, "a", 1), failure(many));
        // Then
        assertThat(hub.ids(hub.store.query("text:\"w148 w149\""))).containsExactly(letter);
    }
}
