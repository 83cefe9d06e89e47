package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.QueueIngester;
import io.d365hub.database.HubDatabase;
import io.d365hub.database.SqlErrors;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Stores dead letters, a batch in one transaction. A letter that has been stored before changes nothing. When a replay died,
 * the letter that was replayed is settled in the same transaction.
 */
final class LetterIntake implements QueueIngester.Store<Dying> {

    private static final int NAME = 200;
    private static final int SENTENCE = 4000;
    private static final int FIELD = 400;
    private static final String INSERT_FIELD = "insert into dead_letter_field (name, content, letter) values (?, ?, ?)";

    private final HubDatabase database;
    private final PayloadFields payloadFields;

    LetterIntake(HubDatabase database, PayloadFields payloadFields) {
        this.database = database;
        this.payloadFields = payloadFields;
    }

    @Override
    public void store(List<Dying> batch) throws SQLException {
        database.inTransaction(handle -> store(handle, batch));
    }

    private int store(Handle handle, List<Dying> batch) throws SQLException {
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
        Map<UUID, Fingerprint> fingerprints = new HashMap<>();
        fresh.forEach((id, dying) ->
                fingerprints.put(id, Fingerprint.of(dying.message().integration(), dying.failure())));
        new CauseSightings(handle).record(fresh, fingerprints);
        insertLetters(handle, fresh.values(), fingerprints);
        insertContents(handle, fresh.values());
        insertFields(handle, fresh.values());
        settleReplayed(handle, fresh.values());
        return fresh.size();
    }

    private static Set<UUID> stored(Handle handle, Collection<UUID> letters) {
        return handle.createQuery("select id from dead_letter where id = any (:ids)")
                .bindArray("ids", UUID.class, List.copyOf(letters))
                .mapTo(UUID.class)
                .set();
    }

    private static void insertLetters(Handle handle, Collection<Dying> letters, Map<UUID, Fingerprint> fingerprints) {
        PreparedBatch insert = handle.prepareBatch("insert into dead_letter (id, message_id, integration, client,"
                + " key_digest, sequence, accepted_at, content_type, body_bytes, kind, code, what, why, mend, request_id,"
                + " table_name, step, attempts, first_failed_at, died_at, group_id, replay_of, replay_of_job, state, changed_at, note,"
                + " closed_by, close_reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?, ?, ?, ?, ?, 'OPEN', ?, '', '', '')");
        for (Dying dying : letters) {
            HubMessage message = dying.message();
            Failure failure = dying.failure();
            insert.add(
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
                    dying.diedAt().toEpochMilli());
        }
        insert.execute();
    }

    private static void insertContents(Handle handle, Collection<Dying> letters) {
        PreparedBatch insert = handle.prepareBatch(
                "insert into dead_letter_content (died_at, letter, record_key, headers, body) values (?, ?, ?, ?, ?)");
        for (Dying dying : letters) {
            HubMessage message = dying.message();
            insert.add(
                    dying.diedAt().toEpochMilli(),
                    dying.letter(),
                    message.recordKey().getBytes(StandardCharsets.UTF_8),
                    LetterTables.bytes(message.headers()),
                    message.body());
        }
        insert.execute();
    }

    private void insertFields(Handle handle, Collection<Dying> letters) {
        PreparedBatch insert = handle.prepareBatch(INSERT_FIELD);
        letters.forEach(dying -> addFields(insert, payloadFields, dying.letter(), dying.message()));
        if (insert.size() > 0) {
            insert.execute();
        }
    }

    private static void addFields(PreparedBatch insert, PayloadFields payloadFields, UUID letter, HubMessage message) {
        payloadFields.of(message).forEach((field, value) -> insert.add(field, StorableText.of(value, FIELD), letter));
    }

    /** The letter is found by these parts of its message, and by no others any more. */
    static void replaceFields(Handle handle, PayloadFields payloadFields, UUID letter, HubMessage message) {
        handle.execute("delete from dead_letter_field where letter = ?", letter);
        PreparedBatch insert = handle.prepareBatch(INSERT_FIELD);
        addFields(insert, payloadFields, letter, message);
        if (insert.size() > 0) {
            insert.execute();
        }
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
