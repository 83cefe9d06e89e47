package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.query.LetterIdentity;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.deadletter.query.SqlCondition;
import io.d365hub.failure.FailureKind;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The dead letters: lists them, groups them by cause, shows one, gives them up. Thread-safe.
 *
 * <p>Only {@link #show} gives out what a letter carries.
 */
public final class DeadLetterStore {

    /** A page has no more letters than this. */
    public static final int MOST_PER_PAGE = 1000;

    private static final int PER_TRANSACTION = 500;
    private static final int MOST_REASON = 1000;
    private static final int MOST_NAME = 200;

    private final HubDatabase database;
    private final InstantSource clock;
    private final MessageLedger ledger;
    private final Supplier<Set<String>> payloadFields;
    private final Runnable onDiscard;

    /**
     * Makes a view of the tables.
     *
     * @param payloadFields names of the payload fields that integrations declare
     * @param releases is told when letters were discarded
     */
    public DeadLetterStore(
            HubDatabase database,
            InstantSource clock,
            MessageLedger ledger,
            Supplier<Set<String>> payloadFields,
            KeyReleases releases) {
        this(database, clock, ledger, payloadFields, releases::wake);
    }

    DeadLetterStore(
            HubDatabase database,
            InstantSource clock,
            MessageLedger ledger,
            Supplier<Set<String>> payloadFields,
            Runnable onDiscard) {
        this.database = database;
        this.clock = clock;
        this.ledger = ledger;
        this.payloadFields = payloadFields;
        this.onDiscard = onDiscard;
    }

    /**
     * Reads a query in the language of {@link LetterQuery#parse}, with the payload fields that are declared here.
     *
     * @throws io.d365hub.deadletter.query.QuerySyntaxException when it cannot be understood
     */
    public LetterQuery query(String text) {
        return LetterQuery.parse(text, clock.instant(), payloadFields.get());
    }

    /**
     * Lists letters, latest death first.
     *
     * @param limit most letters; above {@link #MOST_PER_PAGE} is cut to it
     * @param after {@link LetterPage#next} of the page before; empty for the first one
     * @throws IllegalArgumentException when {@code after} is something else
     */
    public LetterPage list(LetterQuery query, int limit, Optional<String> after) {
        SqlCondition condition = new SqlCondition(query, database);
        int most = Math.max(1, Math.min(limit, MOST_PER_PAGE));
        Optional<LetterPlace> place = after.map(LetterPlace::parse);
        // The first of the two conditions is the one that an index can use.
        String beyond = place.isPresent() ? " and d.died_at <= :diedAt and (d.died_at < :diedAt or d.id < :id)" : "";
        List<Letter> found = database.jdbi().withHandle(handle -> condition
                .bind(handle.createQuery("select " + LetterTables.COLUMNS
                        + " from dead_letter d where " + condition.sql() + beyond
                        + " order by " + condition.order() + " limit :limit"))
                .bind("diedAt", place.map(LetterPlace::diedAt).orElse(0L))
                .bind("id", place.map(LetterPlace::id).orElse(null))
                .bind("limit", most + 1)
                .map(LetterTables::letter)
                .list());
        boolean more = found.size() > most;
        List<Letter> page = more ? found.subList(0, most) : found;
        return new LetterPage(
                page, more ? Optional.of(LetterPlace.of(page.get(most - 1)).toString()) : Optional.empty());
    }

    /** How many letters are meant. */
    public long count(LetterQuery query) {
        SqlCondition condition = new SqlCondition(query, database);
        return database.jdbi().withHandle(handle -> condition
                .bind(handle.createQuery("select count(*) from dead_letter d where " + condition.sql()))
                .mapTo(Long.class)
                .one());
    }

    /**
     * The causes of the letters that are meant, the most frequent first.
     *
     * @param limit most causes
     */
    public List<LetterGroup> groups(LetterQuery query, int limit) {
        SqlCondition condition = new SqlCondition(query, database);
        // All letters of a state are counted as they come and go: with many of them, counting again takes long.
        String counted = query.onlyState()
                .map(DeadLetterStore::countedGroups)
                .orElseGet(() -> "select d.group_id, count(*) as letters, min(d.died_at) as first_death,"
                        + " max(d.died_at) as last_death from dead_letter d where " + condition.sql()
                        + " group by d.group_id");
        return database.jdbi().withHandle(handle -> condition
                .bind(handle.createQuery("select g.*, c.letters, c.first_death, c.last_death from (" + counted
                        + ") c join dead_letter_group g on g.id = c.group_id"
                        + " order by c.letters desc, g.id limit :limit"))
                .bind("limit", limit)
                .map((row, context) -> new LetterGroup(
                        LetterTables.uuid(row, "id"),
                        row.getString("integration"),
                        FailureKind.valueOf(row.getString("kind")),
                        row.getString("code"),
                        row.getString("words"),
                        row.getString("what"),
                        row.getString("why"),
                        row.getString("mend"),
                        row.getLong("letters"),
                        LetterTables.time(row, "first_death"),
                        LetterTables.time(row, "last_death")))
                .list());
    }

    private static String countedGroups(LetterState state) {
        String death =
                "(select %s(d.died_at) from dead_letter d where d.group_id = n.group_id and d.state = '" + state + "')";
        return "select n.group_id, n.letters, " + death.formatted("min") + " as first_death, " + death.formatted("max")
                + " as last_death from dead_letter_count n where n.state = '" + state + "' and n.letters > 0";
    }

    /** Everything of one letter, personal data included; empty when there is no such letter. */
    public Optional<LetterDetail> show(UUID id) {
        return database.jdbi().inTransaction(handle -> LetterTables.letters(handle, List.of(id)).stream()
                .findFirst()
                .map(letter -> new LetterDetail(
                        letter, LetterTables.contents(handle, List.of(id)).get(id), lineage(handle, letter))));
    }

    /** What a replay of each would send, edits included; personal data. Those that are not there are left out. */
    public Map<UUID, LetterContent> contents(Collection<UUID> ids) {
        return database.jdbi().withHandle(handle -> LetterTables.contents(handle, ids));
    }

    /** Which of these letters there are, in whatever state. */
    public Set<UUID> known(Collection<UUID> ids) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select id from dead_letter where id = any (:ids)")
                        .bindArray("ids", UUID.class, List.copyOf(ids))
                        .mapTo(UUID.class)
                        .set());
    }

    /** The message that a letter is of; empty when there is no such letter. */
    public Optional<UUID> messageOf(UUID letter) {
        return database.jdbi().withHandle(handle -> LetterTables.letters(handle, List.of(letter)).stream()
                .map(Letter::message)
                .findFirst());
    }

    /** All letters of a message, the oldest first. */
    public List<Letter> lettersOf(UUID message) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select " + LetterTables.COLUMNS
                        + " from dead_letter d where " + LetterIdentity.message("= :message", database.isH2())
                        + " order by d.died_at, d.id")
                .bind("message", message)
                .map(LetterTables::letter)
                .list());
    }

    private List<Letter> lineage(Handle handle, Letter letter) {
        return handle.createQuery("select " + LetterTables.COLUMNS + " from dead_letter d"
                        + " where " + LetterIdentity.message("= :message", database.isH2())
                        + " and d.sequence = :sequence order by d.died_at, d.id")
                .bind("message", letter.message())
                .bind("sequence", letter.sequence())
                .map(LetterTables::letter)
                .list();
    }

    /**
     * Gives letters up for good; their messages are counted as discarded, and record keys that they hold go on. Letters that
     * are not open are left alone. A large number is done in portions, each wholly or not at all.
     *
     * @param who the operator
     * @param reason what the operator says about it; may be empty
     */
    public DiscardResult discard(Collection<UUID> ids, String who, String reason) {
        List<UUID> all = ids.stream().distinct().toList();
        DiscardResult result = new DiscardResult(0, 0, 0);
        for (int from = 0; from < all.size(); from += PER_TRANSACTION) {
            List<UUID> portion = all.subList(from, Math.min(all.size(), from + PER_TRANSACTION));
            result = result.plus(discardPortion(portion, who, reason));
        }
        if (result.discarded() > 0) {
            onDiscard.run();
        }
        return result;
    }

    /** Lanes are to hear that letters hold their record keys, or hold them no more. */
    void keysChanged() {
        onDiscard.run();
    }

    private DiscardResult discardPortion(List<UUID> ids, String who, String reason) {
        try {
            return database.inTransaction(handle -> discardIn(handle, ids, who, reason));
        } catch (SQLException e) {
            throw new IllegalStateException("The letters were not discarded: the database failed.", e);
        }
    }

    private DiscardResult discardIn(Handle handle, List<UUID> ids, String who, String reason) throws SQLException {
        ledger.lock(handle);
        List<Letter> known = LetterTables.letters(handle, ids);
        List<Letter> open = known.stream()
                .filter(letter -> letter.state() == LetterState.OPEN)
                .toList();
        LetterStates.move(
                handle,
                LetterState.OPEN,
                LetterState.DISCARDED,
                open.stream().map(Letter::id).toList(),
                ", changed_at = :now, closed_by = :who, close_reason = :reason, note = ''",
                Map.of(
                        "now",
                        clock.millis(),
                        "who",
                        StorableText.of(who, MOST_NAME),
                        "reason",
                        StorableText.of(reason, MOST_REASON)));
        handle.createUpdate("insert into dead_letter_release (letter) select id from dead_letter where id = any (:ids)"
                        + " and not exists (select 1 from dead_letter_release r where r.letter = dead_letter.id)")
                .bindArray("ids", UUID.class, open.stream().map(Letter::id).toList())
                .execute();
        ledger.discarded(handle, open);
        if (!open.isEmpty()) {
            new AuditTrail(database, clock)
                    .append(
                            handle,
                            AuditEntry.of(who, "letter.discarded")
                                    .because(reason)
                                    .on(open.stream().map(Letter::id).toList()));
        }
        return new DiscardResult(open.size(), known.size() - open.size(), ids.size() - known.size());
    }

    /** Those of the record keys that have a letter which may still be replayed. */
    public Set<UUID> keysInUse(Handle handle, Collection<UUID> keyDigests) {
        return handle.createQuery("select distinct d.key_digest from dead_letter d where "
                        + LetterIdentity.key("= any (:keys)", database.isH2())
                        + " and d.state in ('OPEN', 'REPLAYING')")
                .bindArray("keys", UUID.class, List.copyOf(keyDigests))
                .mapTo(UUID.class)
                .set();
    }

    /** Digests of the record keys of an integration that have a letter which may still be replayed. */
    public Set<UUID> openKeys(String integration) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select distinct key_digest from dead_letter"
                        + " where integration = :integration and state in ('OPEN', 'REPLAYING')")
                .bind("integration", integration)
                .mapTo(UUID.class)
                .set());
    }

    /** Those of these messages that have a letter which may still be replayed. */
    public Set<UUID> withOpenLetter(Collection<UUID> messages) {
        if (messages.isEmpty()) {
            return Set.of();
        }
        return database.jdbi().withHandle(handle -> handle.createQuery("select distinct d.message_id from dead_letter d"
                        + " where " + LetterIdentity.message("in (<messages>)", database.isH2())
                        + " and d.state in ('OPEN', 'REPLAYING')")
                .bindList("messages", List.copyOf(messages))
                .mapTo(UUID.class)
                .set());
    }
}
