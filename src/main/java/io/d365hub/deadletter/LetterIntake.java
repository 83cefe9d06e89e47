package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.QueueIngester;
import io.d365hub.database.BulkInsert;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.SqlErrors;
import io.d365hub.deadletter.query.LetterWords;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Stores dead letters, a batch in one transaction, or in some at once when it is large. A letter that has been stored before
 * changes nothing. When a replay died, the letter that was replayed is settled in the same transaction.
 */
final class LetterIntake implements QueueIngester.Store<Dying> {

    private static final int NAME = 200;
    private static final int SENTENCE = 4000;
    private static final int FIELD = 400;

    private static final List<String> LETTER = List.of(
            "id",
            "message_id",
            "integration",
            "client",
            "key_digest",
            "sequence",
            "accepted_at",
            "content_type",
            "body_bytes",
            "kind",
            "code",
            "what",
            "why",
            "mend",
            "request_id",
            "table_name",
            "step",
            "attempts",
            "first_failed_at",
            "died_at",
            "group_id",
            "replay_of",
            "replay_of_job",
            "state",
            "changed_at",
            "note",
            "closed_by",
            "close_reason");

    private static final List<String> CONTENT = List.of("died_at", "letter", "record_key", "headers", "body");
    private static final List<String> IDENTITY = List.of("letter", "message_id", "key_digest");
    private static final List<String> WORDS = List.of("letter", "words");
    private static final List<String> FIELDS = List.of("name", "content", "letter");

    private final HubDatabase database;
    private final PayloadFields payloadFields;
    private final PublicWords words;
    private final LetterShares shares;

    LetterIntake(HubDatabase database, PayloadFields payloadFields, PublicWords words) {
        this.words = words;
        this.database = database;
        this.payloadFields = payloadFields;
        // H2 counts letters row by row: transactions at once would wait for each other's counts.
        this.shares = new LetterShares(database.isH2() ? 1 : LetterShares.MOST);
    }

    @Override
    public void store(List<Dying> batch) throws SQLException {
        Map<UUID, Fingerprint> causes = new HashMap<>();
        batch.stream()
                .filter(dying -> !ReplayReturns.isReturn(dying))
                .forEach(dying -> causes.computeIfAbsent(
                        dying.letter(), letter -> Fingerprint.of(dying.message().integration(), dying.failure())));
        shares.run(batch, causes, share -> database.inTransaction(handle -> store(handle, share, causes)));
    }

    private int store(Handle handle, List<Dying> batch, Map<UUID, Fingerprint> causes) throws SQLException {
        new ReplayReturns(handle)
                .save(batch.stream().filter(ReplayReturns::isReturn).toList());
        Map<UUID, Dying> fresh = new LinkedHashMap<>();
        batch.stream()
                .filter(dying -> !ReplayReturns.isReturn(dying))
                .forEach(dying -> fresh.putIfAbsent(dying.letter(), dying));
        fresh.keySet().removeAll(stored(handle, fresh.keySet()));
        if (fresh.isEmpty()) {
            return 0;
        }
        Connection connection = handle.getConnection();
        insertContents(connection, fresh.values());
        insertFields(connection, fresh.values());
        if (!database.isH2()) {
            insertWords(connection, fresh.values());
            insertIdentities(connection, fresh.values());
        }
        // From here on others wait who have letters of the same causes.
        new CauseSightings(handle, words).record(fresh, causes);
        if (database.isH2()) {
            LetterWords.store(
                    handle,
                    fresh.values().stream()
                            .map(dying -> told(dying.letter(), dying.failure(), causes.get(dying.letter())))
                            .toList());
        }
        insertLetters(connection, fresh.values(), causes);
        LetterStates.countOpen(
                handle,
                fresh.keySet().stream()
                        .collect(Collectors.groupingBy(
                                letter -> causes.get(letter).id(), Collectors.counting())));
        settleReplayed(handle, fresh.values());
        return fresh.size();
    }

    private static Set<UUID> stored(Handle handle, Collection<UUID> letters) {
        return handle.createQuery("select id from dead_letter where id = any (:ids)")
                .bindArray("ids", UUID.class, List.copyOf(letters))
                .mapTo(UUID.class)
                .set();
    }

    private static void insertLetters(
            Connection connection, Collection<Dying> letters, Map<UUID, Fingerprint> fingerprints) throws SQLException {
        List<Object[]> rows = new ArrayList<>(letters.size());
        for (Dying dying : letters) {
            HubMessage message = dying.message();
            Failure failure = dying.failure();
            rows.add(new Object[] {
                dying.letter(),
                message.id(),
                name(message.integration()),
                name(message.client()),
                RecordKeys.digest(message.recordKey()),
                message.sequence(),
                message.acceptedAt().toEpochMilli(),
                name(message.contentType()),
                message.body().length,
                failure.kind().name(),
                name(failure.code()),
                sentence(failure.what()),
                sentence(failure.why()),
                sentence(failure.mend()),
                name(failure.requestId()),
                name(failure.table()),
                name(failure.step()),
                dying.attempts(),
                dying.firstFailedAt().toEpochMilli(),
                dying.diedAt().toEpochMilli(),
                fingerprints.get(dying.letter()).id(),
                message.replay().map(Replay::letter).orElse(null),
                message.replay().map(Replay::job).orElse(null),
                LetterState.OPEN.name(),
                dying.diedAt().toEpochMilli(),
                "",
                "",
                ""
            });
        }
        BulkInsert.into(connection, "dead_letter", LETTER, rows);
    }

    static LetterWords.Told told(UUID letter, Failure failure, Fingerprint fingerprint) {
        String text = sentence(failure.what()) + " " + sentence(failure.why());
        return new LetterWords.Told(letter, fingerprint.id(), text, Fingerprint.common(text));
    }

    private static void insertIdentities(Connection connection, Collection<Dying> letters) throws SQLException {
        BulkInsert.into(
                connection,
                "dead_letter_identity",
                IDENTITY,
                letters.stream()
                        .map(dying -> new Object[] {
                            dying.letter(),
                            dying.message().id(),
                            RecordKeys.digest(dying.message().recordKey())
                        })
                        .toList());
    }

    private static void insertWords(Connection connection, Collection<Dying> letters) throws SQLException {
        List<Object[]> rows = new ArrayList<>(letters.size());
        for (Dying dying : letters) {
            Failure failure = dying.failure();
            rows.add(new Object[] {
                dying.letter(), WordVector.of(sentence(failure.what()) + " " + sentence(failure.why()))
            });
        }
        BulkInsert.into(connection, "dead_letter_text", WORDS, rows);
    }

    private static void insertContents(Connection connection, Collection<Dying> letters) throws SQLException {
        List<Object[]> rows = new ArrayList<>(letters.size());
        for (Dying dying : letters) {
            HubMessage message = dying.message();
            rows.add(new Object[] {
                dying.diedAt().toEpochMilli(),
                dying.letter(),
                message.recordKey().getBytes(StandardCharsets.UTF_8),
                LetterTables.bytes(message.headers()),
                message.body()
            });
        }
        BulkInsert.into(connection, "dead_letter_content", CONTENT, rows);
    }

    private void insertFields(Connection connection, Collection<Dying> letters) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        letters.forEach(dying -> addFields(rows, payloadFields, dying.letter(), dying.message()));
        BulkInsert.into(connection, "dead_letter_field", FIELDS, rows);
    }

    private static void addFields(List<Object[]> rows, PayloadFields payloadFields, UUID letter, HubMessage message) {
        payloadFields
                .of(message)
                .forEach((field, value) -> rows.add(new Object[] {field, StorableText.of(value, FIELD), letter}));
    }

    /** The letter is found by these parts of its message, and by no others any more. */
    static void replaceFields(Handle handle, PayloadFields payloadFields, UUID letter, HubMessage message) {
        handle.execute("delete from dead_letter_field where letter = ?", letter);
        List<Object[]> rows = new ArrayList<>();
        addFields(rows, payloadFields, letter, message);
        rows.forEach(
                row -> handle.execute("insert into dead_letter_field (name, content, letter) values (?, ?, ?)", row));
    }

    private static void settleReplayed(Handle handle, Collection<Dying> letters) {
        Settlements settlements = new Settlements(handle);
        for (Dying dying : letters) {
            dying.message()
                    .replay()
                    .ifPresent(replay ->
                            settlements.add(replay.letter(), replay.job(), ReplayOutcome.DEAD, dying.diedAt()));
        }
        settlements.save();
    }

    static String name(String text) {
        return StorableText.of(text, NAME);
    }

    static String sentence(String text) {
        return StorableText.of(text, SENTENCE);
    }

    @Override
    public boolean refusesData(Exception failure) {
        return SqlErrors.isBadData(failure);
    }

    @Override
    public String explain(Exception failure) {
        return SqlErrors.explain(failure);
    }
}
