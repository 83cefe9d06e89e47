package io.d365hub.deadletter;

import static io.d365hub.deadletter.LettersFixture.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.DatabaseSettings;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.TestDatabases;
import io.d365hub.deadletter.query.Words;
import io.d365hub.message.HubMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searching for words finds what a plain look at the sentences finds, whatever is kept to find it quickly. */
class TextSearchTest {

    private static final int LETTERS = 90;
    private static final int QUERIES = 200;
    private static final List<String> VOCABULARY = List.of(
            "account",
            "accounts",
            "'account'",
            "order",
            "Order",
            "4711",
            "A-17",
            "'A-17'",
            "\"lost in transit\"",
            "größe",
            "GRÖSSE",
            "row",
            "of",
            "missing",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
            "missing.",
            "(row)",
            "4711a",
            "x".repeat(120));

    @TempDir
    private Path folder;

    private LettersFixture hub;

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSearchFindsTheLettersWhoseSentencesHaveTheWordsOneAfterAnother(TestDatabases kind) throws Exception {
        // Given
        hub = new LettersFixture(kind, folder);
        Random random = new Random(7);
        Map<UUID, String> sentences = new HashMap<>();
        List<Dying> batch = new ArrayList<>();
        for (int n = 0; n < LETTERS; n++) {
            String why = words(random, 1 + random.nextInt(6));
            Dying dying = hub.dying(LettersFixture.message(ORDERS, "key " + n, n), LettersFixture.failure(why));
            sentences.put(dying.letter(), "The order was not written. " + why);
            batch.add(dying);
            if (batch.size() > random.nextInt(20)) {
                hub.intake.store(batch);
                batch.clear();
            }
        }
        hub.intake.store(batch);
        // When, then
        for (int n = 0; n < QUERIES; n++) {
            boolean beginning = random.nextBoolean();
            String word = Words.of(words(random, 1)).get(0);
            String asked = beginning
                    ? word.substring(0, 1 + random.nextInt(word.length()))
                    : words(random, 1 + random.nextInt(2)).replace("\"", "");
            Set<UUID> wanted = sentences.entrySet().stream()
                    .filter(letter -> has(letter.getValue(), asked, beginning))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            String query = beginning ? "text:" + asked + "*" : "text:\"" + asked + "\"";
            assertThat(hub.ids(hub.store.query(query))).as(query).containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(hub.store.count(hub.store.query("state:open and not " + query)))
                    .as("not %s", query)
                    .isEqualTo(LETTERS - wanted.size());
        }
    }

    @Test
    void lettersOfAnOlderHubAreFoundByTheirWords() throws Exception {
        // Given
        hub = new LettersFixture(TestDatabases.H2, folder);
        UUID letter = hub.died("a");
        DatabaseSettings settings = DatabaseSettings.embedded(folder);
        asOfVersion27();
        // When
        hub.close();
        HubDatabase.open(settings).close();
        hub = new LettersFixture(TestDatabases.H2, folder);
        // Then
        assertThat(hub.ids(hub.store.query("text:\"A-17 does\""))).containsExactly(letter);
    }

    @Test
    void nothingIsLeftOfTheWordsOfLettersThatAreDeleted() throws Exception {
        // Given
        hub = new LettersFixture(TestDatabases.H2, folder);
        HubMessage message = LettersFixture.message(ORDERS, "a", 1);
        UUID letter = hub.died(message, LettersFixture.failure("Account 'B-18' does not exist."));
        assertThat(wordsOfLetters()).isPositive();
        hub.store.discard(List.of(letter), "ann", "");
        LetterArchive archive = new LetterArchive(hub.database, hub, hub, hub.store);
        // When
        archive.purge(LetterChoice.of(List.of(letter)).expecting(1), "ann", "");
        // Then
        assertThat(wordsOfLetters()).isZero();
    }

    private long wordsOfLetters() {
        return hub.database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from dead_letter_word")
                .mapTo(Long.class)
                .one());
    }

    private void asOfVersion27() {
        hub.database.jdbi().useHandle(handle -> {
            handle.execute("drop table dead_letter_word");
            handle.execute("drop table dead_letter_cause_word");
            handle.execute("drop table replay_job_integration");
            handle.execute("drop table integration_suspension");
            handle.execute("alter table ledger_message drop column target_row");
            handle.execute("delete from flyway_schema_history where cast(version as integer) > 27");
        });
    }

    private static String words(Random random, int number) {
        return IntStream.range(0, number)
                .mapToObj(n -> VOCABULARY.get(random.nextInt(VOCABULARY.size())))
                .collect(Collectors.joining(" "));
    }

    private static boolean has(String sentence, String asked, boolean beginning) {
        List<String> words = Words.of(sentence);
        List<String> wanted = Words.of(asked);
        return IntStream.rangeClosed(0, words.size() - wanted.size())
                .anyMatch(from -> IntStream.range(0, wanted.size()).allMatch(at -> {
                    boolean open = beginning && at == wanted.size() - 1;
                    String word = words.get(from + at);
                    return open ? word.startsWith(wanted.get(at)) : word.equals(wanted.get(at));
                }));
    }
}
