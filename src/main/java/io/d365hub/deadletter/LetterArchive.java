package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.LetterWords;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Discarded letters: they are kept, can be restored, and are deleted only by a purge that names their number, or when they are
 * older than the retention. Large numbers are done in portions, each wholly or not at all. Thread-safe.
 */
public final class LetterArchive {

    private static final int PORTION = 500;

    private final HubDatabase database;
    private final InstantSource clock;
    private final MessageLedger ledger;
    private final DeadLetterStore store;
    private final AuditTrail audit;

    public LetterArchive(HubDatabase database, InstantSource clock, MessageLedger ledger, DeadLetterStore store) {
        this.database = database;
        this.clock = clock;
        this.ledger = ledger;
        this.store = store;
        this.audit = new AuditTrail(database, clock);
    }

    /** How many of the chosen letters are in this state. */
    public long count(LetterChoice choice, LetterState state) {
        LetterChoice.Condition condition = choice.in(state, database);
        return database.jdbi().withHandle(handle -> condition
                .bind(handle.createQuery("select count(*) from dead_letter d where " + condition.sql()))
                .mapTo(Long.class)
                .one());
    }

    /**
     * Gives the open ones of the chosen letters up; see {@link DeadLetterStore#discard}.
     *
     * @throws SelectionChangedException when it would be another number than expected
     */
    public long discard(LetterChoice choice, String who, String reason) {
        require(choice, LetterState.OPEN);
        return inPortions(
                choice, LetterState.OPEN, ids -> store.discard(ids, who, reason).discarded());
    }

    /**
     * Makes the discarded ones of the chosen letters open again. Where dead letters hold their record keys, these do again,
     * for messages that come from now on.
     *
     * @param who the operator
     * @param reason what the operator says about it; may be empty
     * @throws SelectionChangedException when it would be another number than expected
     */
    public long restore(LetterChoice choice, String who, String reason) {
        require(choice, LetterState.DISCARDED);
        long restored = inPortions(choice, LetterState.DISCARDED, ids -> restore(ids, who, reason));
        store.keysChanged();
        return restored;
    }

    /**
     * Deletes the discarded ones of the chosen letters for good.
     *
     * @param who the operator
     * @param reason what the operator says about it; may be empty
     * @throws IllegalArgumentException when the choice names no expected number
     * @throws SelectionChangedException when it would be another number than expected
     */
    public long purge(LetterChoice choice, String who, String reason) {
        if (choice.expected().isEmpty()) {
            throw new IllegalArgumentException("A purge must name the number of letters that it deletes");
        }
        require(choice, LetterState.DISCARDED);
        return inPortions(choice, LetterState.DISCARDED, ids -> delete(ids, LetterState.DISCARDED, who, reason));
    }

    /**
     * Deletes what ended before this moment: discarded, redirected and replayed letters, and the hours of the trends. Open
     * letters stay for ever.
     */
    public long prune(Instant moment) {
        long before = moment.toEpochMilli();
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "delete from dead_letter_hour where died_hour < ?",
                        before / Duration.ofHours(1).toMillis()));
        long deleted = 0;
        for (LetterState state : List.of(LetterState.DISCARDED, LetterState.REDIRECTED, LetterState.REPLAYED)) {
            long portion;
            do {
                List<UUID> old = database.jdbi()
                        .withHandle(handle -> handle.createQuery("select d.id from dead_letter d"
                                        + " where d.state = :state and d.changed_at < :before limit :portion")
                                .bind("state", state.name())
                                .bind("before", before)
                                .bind("portion", PORTION)
                                .mapTo(UUID.class)
                                .list());
                portion = delete(old, state, "hub", "They ended longer ago than the retention.");
                deleted += portion;
            } while (portion == PORTION);
        }
        return deleted;
    }

    private void require(LetterChoice choice, LetterState state) {
        if (choice.expected().isPresent()) {
            long found = count(choice, state);
            if (found != choice.expected().getAsLong()) {
                throw new SelectionChangedException(choice.expected().getAsLong(), found);
            }
        }
    }

    private interface Act {
        long on(List<UUID> ids);
    }

    /** The letters leave their state with the act, and so the choice. */
    private long inPortions(LetterChoice choice, LetterState state, Act act) {
        LetterChoice.Condition condition = choice.in(state, database);
        long done = 0;
        long portion;
        do {
            List<UUID> ids = database.jdbi().withHandle(handle -> condition
                    .bind(handle.createQuery(
                            "select d.id from dead_letter d where " + condition.sql() + " limit :portion"))
                    .bind("portion", PORTION)
                    .mapTo(UUID.class)
                    .list());
            portion = ids.isEmpty() ? 0 : act.on(ids);
            done += portion;
        } while (portion > 0);
        return done;
    }

    private long restore(List<UUID> ids, String who, String reason) {
        try {
            return database.inTransaction(handle -> {
                ledger.lock(handle);
                List<Letter> discarded = LetterTables.letters(handle, ids).stream()
                        .filter(letter -> letter.state() == LetterState.DISCARDED)
                        .toList();
                LetterStates.move(
                        handle,
                        LetterState.DISCARDED,
                        LetterState.OPEN,
                        ids(discarded),
                        ", changed_at = :now, closed_by = '', close_reason = ''",
                        Map.of("now", clock.millis()));
                ledger.restored(handle, discarded);
                // Their lanes hear of it: where dead letters hold their record keys, these do again.
                handle.createUpdate(
                                "insert into dead_letter_release (letter) select id from dead_letter where id = any (:ids)"
                                        + " and not exists (select 1 from dead_letter_release r where r.letter = dead_letter.id)")
                        .bindArray("ids", UUID.class, ids(discarded))
                        .execute();
                audit(handle, "letter.restored", discarded, who, reason);
                return (long) discarded.size();
            });
        } catch (SQLException e) {
            throw new IllegalStateException("The letters were not restored: the database failed.", e);
        }
    }

    private static List<UUID> ids(List<Letter> letters) {
        return letters.stream().map(Letter::id).toList();
    }

    private void audit(Handle handle, String act, List<Letter> letters, String who, String reason) {
        if (!letters.isEmpty()) {
            audit.append(handle, AuditEntry.of(who, act).because(reason).on(ids(letters)));
        }
    }

    private long delete(List<UUID> ids, LetterState state, String who, String reason) {
        return ids.isEmpty() ? 0 : database.inTransaction(handle -> delete(handle, ids, state, who, reason));
    }

    private long delete(Handle handle, List<UUID> ids, LetterState state, String who, String reason) {
        List<Letter> letters = LetterTables.letters(handle, ids).stream()
                .filter(letter -> letter.state() == state)
                .toList();
        var contents = handle.prepareBatch("delete from dead_letter_content where died_at = ? and letter = ?");
        letters.forEach(letter -> contents.add(letter.diedAt().toEpochMilli(), letter.id()));
        contents.execute();
        for (String table : List.of(
                "dead_letter_edit",
                "dead_letter_redirect",
                "replay_return",
                "dead_letter_release",
                "dead_letter_field")) {
            handle.createUpdate("delete from " + table + " where letter = any (:ids)")
                    .bindArray("ids", UUID.class, ids(letters))
                    .execute();
        }
        if (database.isH2()) {
            LetterWords.remove(handle, ids(letters));
        }
        audit(handle, "letter.purged", letters, who, reason);
        return handle.createUpdate("delete from dead_letter where id = any (:ids)")
                .bindArray("ids", UUID.class, ids(letters))
                .execute();
    }
}
