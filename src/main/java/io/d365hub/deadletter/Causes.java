package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The causes of dead letters: lists them, and keeps what operators say of them. Reading does not go through the letters, so
 * that it costs the same with a thousand and with a million. Thread-safe.
 */
public final class Causes {

    /** A page has no more causes than this. */
    public static final int MOST_PER_PAGE = 500;

    private static final int MOST_NOTES = 200;
    private static final int MOST_NOTE = 4000;
    private static final int MOST_REASON = 1000;
    private static final int MOST_NAME = 200;

    private final HubDatabase database;
    private final InstantSource clock;
    private final AuditTrail audit;

    public Causes(HubDatabase database, InstantSource clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Lists causes, those with most open letters first.
     *
     * @param states in one of these; none given: whatever operators say of them
     * @param withOpenLetters only those that have letters which wait for an operator
     * @param integrations of these only; empty: of all
     * @param limit most causes; above {@link #MOST_PER_PAGE} is cut to it
     * @param after {@link CausePage#next} of the page before
     * @throws IllegalArgumentException when {@code after} is something else
     */
    public CausePage list(
            Set<CauseState> states,
            boolean withOpenLetters,
            Optional<Set<String>> integrations,
            int limit,
            Optional<String> after) {
        if (integrations.filter(Set::isEmpty).isPresent()) {
            return new CausePage(List.of(), Optional.empty());
        }
        int most = Math.max(1, Math.min(limit, MOST_PER_PAGE));
        Optional<CausePlace> place = after.map(CausePlace::parse);
        // Names of constants of ours need no parameters.
        String inStates = states.isEmpty()
                ? ""
                : states.stream()
                        .map(state -> "'" + state + "'")
                        .collect(Collectors.joining(", ", " and g.state in (", ")"));
        String condition = inStates
                + (withOpenLetters ? " and c.letters > 0" : "")
                + (integrations.isPresent() ? " and g.integration in (<integrations>)" : "")
                + (place.isPresent()
                        ? " and (coalesce(c.letters, 0) < :letters or coalesce(c.letters, 0) = :letters and g.id > :id)"
                        : "");
        return database.jdbi().inTransaction(handle -> {
            List<CauseTables.Row> rows = CauseTables.rows(handle.createQuery(CauseTables.SELECT + " where 1 = 1"
                            + condition + " order by coalesce(c.letters, 0) desc, g.id limit :limit")
                    .bindList("integrations", integrations.orElse(Set.of("")))
                    .bind("letters", place.map(CausePlace::letters).orElse(0L))
                    .bind("id", place.map(CausePlace::id).orElse(null))
                    .bind("limit", most + 1));
            boolean more = rows.size() > most;
            List<CauseTables.Row> page = more ? rows.subList(0, most) : rows;
            return new CausePage(
                    CauseTables.complete(handle, page, clock.instant()),
                    more ? Optional.of(page.get(most - 1).place().toString()) : Optional.empty());
        });
    }

    /** One cause; empty when there is none of that id. */
    public Optional<Cause> find(UUID id) {
        return database.jdbi().inTransaction(handle -> find(handle, id));
    }

    private Optional<Cause> find(Handle handle, UUID id) {
        List<CauseTables.Row> row = CauseTables.rows(
                handle.createQuery(CauseTables.SELECT + " where g.id = :id").bind("id", id));
        return CauseTables.complete(handle, row, clock.instant()).stream().findFirst();
    }

    /** Deaths in each of the last hours, the oldest first, the present hour last. */
    public List<Long> trend(UUID id, int hours) {
        return database.jdbi().withHandle(handle -> CauseTables.trends(handle, List.of(id), clock.instant(), hours)
                .get(id));
    }

    /**
     * An operator says what is to be thought of a cause. Nothing happens to its letters.
     *
     * @return the cause afterwards; empty when there is none of that id
     */
    public Optional<Cause> change(UUID id, CauseState state, String who, String reason) {
        return database.inTransaction(handle -> {
            Optional<String> before = handle.createQuery(
                            "select state from dead_letter_group where id = :id for update")
                    .bind("id", id)
                    .mapTo(String.class)
                    .findOne();
            if (before.isEmpty()) {
                return Optional.<Cause>empty();
            }
            handle.execute(
                    "update dead_letter_group set state = ?, state_at = ?, state_by = ?, state_reason = ? where id = ?",
                    state.name(),
                    clock.millis(),
                    StorableText.of(who, MOST_NAME),
                    StorableText.of(reason, MOST_REASON),
                    id);
            audit.append(
                    handle,
                    AuditEntry.of(who, "cause.changed")
                            .because(reason)
                            .on(id)
                            .with("from", before.get())
                            .with("to", state));
            return find(handle, id);
        });
    }

    /** Writes a note; empty when there is no such cause. */
    public Optional<CauseNote> note(UUID cause, String who, String text) {
        return database.inTransaction(handle -> {
            if (find(handle, cause).isEmpty()) {
                return Optional.<CauseNote>empty();
            }
            CauseNote note = new CauseNote(
                    UUID.randomUUID(),
                    cause,
                    clock.instant(),
                    StorableText.of(who, MOST_NAME),
                    StorableText.of(text, MOST_NOTE));
            handle.execute(
                    "insert into cause_note (id, group_id, written_at, who, content) values (?, ?, ?, ?, ?)",
                    note.id(),
                    cause,
                    note.at().toEpochMilli(),
                    note.who(),
                    note.text());
            audit.append(handle, AuditEntry.of(who, "cause.noted").on(cause));
            return Optional.of(note);
        });
    }

    /** The latest 200 notes on a cause, the last one first. */
    public List<CauseNote> notes(UUID cause) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select * from cause_note where group_id = :cause"
                                + " order by written_at desc, id limit :most")
                        .bind("cause", cause)
                        .bind("most", MOST_NOTES)
                        .map((row, context) -> new CauseNote(
                                LetterTables.uuid(row, "id"),
                                cause,
                                LetterTables.time(row, "written_at"),
                                row.getString("who"),
                                row.getString("content")))
                        .list());
    }
}
