package io.d365hub.deadletter;

import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.LetterIdentity;
import io.d365hub.deadletter.query.LetterWords;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.RecordKeys;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Open letters of messages that come again by themselves, as the rows of a batch do with each run that reads the whole source:
 * the same record key with the same content. Such a message has its letter already, which is renewed when it fails again.
 * Thread-safe; blocks.
 */
public final class StandingLetters {

    /** Contents that are in memory at once. */
    private static final int AT_ONCE = 50;

    /** Keys that are asked about at once. */
    private static final int MOST_KEYS = 1_000;

    private final HubDatabase database;
    private final MessageLedger ledger;
    private final PublicWords words;

    /**
     * @param words leaves what is personal out of causes
     */
    public StandingLetters(HubDatabase database, MessageLedger ledger, PublicWords words) {
        this.words = words;
        this.database = database;
        this.ledger = ledger;
    }

    private record Open(UUID letter, UUID keyDigest, long sequence) {}

    /**
     * Open letters of an integration whose record keys have had a newer delivery since: a replay would be held, and what they
     * tell about was put right at its origin.
     */
    public List<UUID> outdated(String integration) {
        return database.jdbi().withHandle(handle -> {
            List<Open> open = handle.createQuery("select id, key_digest, sequence from dead_letter"
                            + " where integration = :integration and state = 'OPEN'")
                    .bind("integration", integration)
                    .map((row, context) -> new Open(
                            LetterTables.uuid(row, "id"),
                            LetterTables.uuid(row, "key_digest"),
                            row.getLong("sequence")))
                    .list();
            List<UUID> outdated = new ArrayList<>();
            for (int from = 0; from < open.size(); from += MOST_KEYS) {
                List<Open> some = open.subList(from, Math.min(open.size(), from + MOST_KEYS));
                Set<UUID> keys = some.stream().map(Open::keyDigest).collect(Collectors.toSet());
                Map<UUID, Long> newest = ledger.newestDelivered(handle, integration, keys);
                some.stream()
                        .filter(letter -> newest.getOrDefault(letter.keyDigest(), 0L) > letter.sequence())
                        .map(Open::letter)
                        .forEach(outdated::add);
            }
            return outdated;
        });
    }

    private record Candidate(UUID letter, HubMessage message) {}

    /** Whether a letter is stored, in whatever state. */
    public boolean isStored(UUID letter) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from dead_letter where id = :id")
                                .bind("id", letter)
                                .mapTo(Integer.class)
                                .one()
                        > 0);
    }

    /**
     * Finds open letters with the record key and the body of these messages, as they died, whatever was edited since.
     *
     * @param integration whose messages they all are
     * @return message id to letter id; messages without such a letter are left out
     */
    public Map<UUID, UUID> find(String integration, Collection<HubMessage> messages) {
        Map<UUID, List<HubMessage>> byKey =
                messages.stream().collect(Collectors.groupingBy(message -> RecordKeys.digest(message.recordKey())));
        return byKey.isEmpty() ? Map.of() : database.jdbi().withHandle(handle -> find(handle, integration, byKey));
    }

    private static Map<UUID, UUID> find(Handle handle, String integration, Map<UUID, List<HubMessage>> byKey) {
        List<Candidate> candidates = handle
                .createQuery("select d.id, d.key_digest, d.body_bytes from dead_letter d where "
                        + LetterIdentity.key("= any (:keys)", !HubDatabase.isPostgresql(handle.getConnection()))
                        + " and d.integration = :integration and d.state = 'OPEN' order by d.died_at, d.id")
                .bindArray("keys", UUID.class, List.copyOf(byKey.keySet()))
                .bind("integration", integration)
                .map((row, context) -> {
                    UUID letter = LetterTables.uuid(row, "id");
                    int bytes = row.getInt("body_bytes");
                    return byKey.get(LetterTables.uuid(row, "key_digest")).stream()
                            .filter(message -> message.body().length == bytes)
                            .map(message -> new Candidate(letter, message))
                            .toList();
                })
                .list()
                .stream()
                .flatMap(List::stream)
                .toList();
        Map<UUID, UUID> standing = new HashMap<>();
        for (int from = 0; from < candidates.size(); from += AT_ONCE) {
            List<Candidate> some = candidates.subList(from, Math.min(candidates.size(), from + AT_ONCE));
            Map<UUID, byte[]> bodies = bodies(handle, some);
            for (Candidate candidate : some) {
                byte[] body = bodies.get(candidate.letter());
                if (body != null && Arrays.equals(body, candidate.message().body())) {
                    standing.put(candidate.message().id(), candidate.letter());
                }
            }
        }
        return standing;
    }

    private static Map<UUID, byte[]> bodies(Handle handle, List<Candidate> candidates) {
        Set<UUID> letters = candidates.stream().map(Candidate::letter).collect(Collectors.toSet());
        Map<UUID, byte[]> bodies = new HashMap<>();
        handle.createQuery(
                        "select c.letter, c.body from dead_letter d"
                                + " join dead_letter_content c on c.died_at = d.died_at and c.letter = d.id where d.id = any (:ids)")
                .bindArray("ids", UUID.class, List.copyOf(letters))
                .map((row, context) -> bodies.put(LetterTables.uuid(row, "letter"), row.getBytes("body")))
                .list();
        return bodies;
    }

    /**
     * The messages of these letters have failed again: the letters count the attempts and tell the newest failure, and their
     * causes have been met again. Letters that are not open any more are left alone.
     *
     * @param again letter to what happened now
     * @return those that were still open
     */
    public Set<UUID> renew(Map<UUID, Dying> again) throws SQLException {
        return again.isEmpty() ? Set.of() : database.inTransaction(handle -> renew(handle, again));
    }

    private Set<UUID> renew(Handle handle, Map<UUID, Dying> letters) throws SQLException {
        // In the order of their ids, so that two who write at once cannot lock each other out.
        Map<UUID, Dying> again = new TreeMap<>(letters);
        again.keySet().retainAll(lockOpen(handle, letters.keySet()));
        if (again.isEmpty()) {
            return Set.of();
        }
        Map<UUID, Fingerprint> fingerprints = new HashMap<>();
        again.forEach((letter, dying) ->
                fingerprints.put(letter, Fingerprint.of(dying.message().integration(), dying.failure())));
        new CauseSightings(handle, words).record(new LinkedHashMap<>(again), fingerprints);
        PreparedBatch update =
                handle.prepareBatch("update dead_letter set kind = ?, code = ?, what = ?, why = ?, mend = ?,"
                        + " request_id = ?, table_name = ?, step = ?, group_id = ?, attempts = attempts + ?, changed_at = ?"
                        + " where id = ?");
        again.forEach((letter, dying) -> {
            Failure failure = dying.failure();
            Instant at = dying.diedAt();
            update.add(
                    failure.kind().name(),
                    LetterIntake.name(failure.code()),
                    LetterIntake.sentence(failure.what()),
                    LetterIntake.sentence(failure.why()),
                    LetterIntake.sentence(failure.mend()),
                    LetterIntake.name(failure.requestId()),
                    LetterIntake.name(failure.table()),
                    LetterIntake.name(failure.step()),
                    fingerprints.get(letter).id(),
                    dying.attempts(),
                    at.toEpochMilli(),
                    letter);
        });
        if (database.isH2()) {
            LetterWords.remove(handle, again.keySet());
            LetterWords.store(
                    handle,
                    again.entrySet().stream()
                            .map(letter -> LetterIntake.told(
                                    letter.getKey(), letter.getValue().failure(), fingerprints.get(letter.getKey())))
                            .toList());
        }
        Map<UUID, Long> moves = moves(handle, again.keySet(), fingerprints);
        update.execute();
        LetterStates.countOpen(handle, moves);
        return again.keySet();
    }

    /** How many open letters each cause gets, or loses. */
    private static Map<UUID, Long> moves(Handle handle, Collection<UUID> letters, Map<UUID, Fingerprint> causes) {
        Map<UUID, Long> moves = new HashMap<>();
        handle.createQuery("select id, group_id from dead_letter where id = any (:ids)")
                .bindArray("ids", UUID.class, List.copyOf(letters))
                .map((row, context) -> {
                    moves.merge(LetterTables.uuid(row, "group_id"), -1L, Long::sum);
                    return moves.merge(causes.get(LetterTables.uuid(row, "id")).id(), 1L, Long::sum);
                })
                .list();
        moves.values().removeIf(by -> by == 0);
        return moves;
    }

    private static Set<UUID> lockOpen(Handle handle, Collection<UUID> letters) {
        return handle.createQuery(
                        "select id from dead_letter where id = any (:ids) and state = 'OPEN' order by id for update")
                .bindArray("ids", UUID.class, List.copyOf(letters))
                .mapTo(UUID.class)
                .set();
    }
}
