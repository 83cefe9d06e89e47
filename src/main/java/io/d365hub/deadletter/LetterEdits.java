package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.LetterRefusedException.Reason;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Edits of dead letters. The letter as it died is never changed: each edit is a version of its own, and a replay sends the newest.
 * Thread-safe.
 */
public final class LetterEdits {

    private static final int MOST_NAME = 200;
    private static final int MOST_REASON = 1000;
    private static final int MOST_HEADER = 8_000;
    private static final String WHAT = "The dead letter was not edited.";

    private final HubDatabase database;
    private final InstantSource clock;
    private final Integrations integrations;
    private final Rehearsals rehearsals;
    private final PayloadFields payloadFields;
    private final int mostBytes;
    private final AuditTrail audit;

    /**
     * @param rehearsals say whether an edited message would be refused
     * @param payloadFields finds the parts by which letters are searched
     * @param mostBytes the largest body that the hub takes
     */
    public LetterEdits(
            HubDatabase database,
            InstantSource clock,
            Integrations integrations,
            Rehearsals rehearsals,
            PayloadFields payloadFields,
            int mostBytes) {
        this.database = database;
        this.clock = clock;
        this.integrations = integrations;
        this.rehearsals = rehearsals;
        this.payloadFields = payloadFields;
        this.mostBytes = mostBytes;
        this.audit = new AuditTrail(database, clock);
    }

    /** All versions of a letter, oldest first, beginning with version 0: the letter as it died. Empty when there is none. */
    public List<LetterVersion> versions(UUID letter) {
        return database.jdbi().inTransaction(handle -> LetterVersions.all(handle, letter));
    }

    /**
     * Keeps an edit; returns its version.
     *
     * @throws LetterRefusedException when the letter is not open, when somebody else edited it since, or when the edit is wrong
     */
    public int edit(UUID id, LetterEdit edit) {
        Letter letter = database.jdbi().withHandle(handle -> LetterTables.letters(handle, List.of(id))).stream()
                .findFirst()
                .orElseThrow(() -> unknown(id));
        requireReason(edit);
        requireSize(edit);
        requireHeaders(letter, edit);
        if (!edit.unchecked()) {
            refusal(letter, edit).ifPresent(failure -> {
                throw new LetterRefusedException(Reason.WRONG, WHAT, failure.why(), failure.mend());
            });
        }
        return database.inTransaction(handle -> save(handle, id, edit));
    }

    private Optional<Failure> refusal(Letter letter, LetterEdit edit) {
        String key = database.jdbi()
                .withHandle(handle -> LetterTables.contents(handle, List.of(letter.id())))
                .get(letter.id())
                .recordKey();
        try (Rehearsals.Session session = rehearsals.open()) {
            return session.refusal(letter.integration(), key, edit.headers(), edit.body());
        }
    }

    private int save(Handle handle, UUID id, LetterEdit edit) {
        // Held until the end: a replay that wants it at the same moment comes before, and is seen here, or after.
        String state = handle.createQuery("select state from dead_letter where id = :id for update")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> unknown(id));
        if (!state.equals(LetterState.OPEN.name())) {
            throw new LetterRefusedException(
                    Reason.CHANGED,
                    WHAT,
                    "It is not open any more: it is " + state.toLowerCase(Locale.ROOT) + ".",
                    "Look at it again; if its replay dies, the new letter can be edited.");
        }
        int version = LetterVersions.newest(handle, id);
        if (version != edit.version()) {
            throw new LetterRefusedException(
                    Reason.CHANGED,
                    WHAT,
                    "Somebody else has edited it: it has version " + version + ", and you saw version " + edit.version()
                            + ".",
                    "Look at it again, and edit that.");
        }
        LetterContent before = LetterTables.contents(handle, List.of(id)).get(id);
        handle.createUpdate(
                        "insert into dead_letter_edit (letter, version, edited_at, edited_by, reason, headers, body)"
                                + " values (:letter, :version, :now, :who, :reason, :headers, :body)")
                .bind("letter", id)
                .bind("version", version + 1)
                .bind("now", clock.millis())
                .bind("who", StorableText.of(edit.who(), MOST_NAME))
                .bind("reason", StorableText.of(edit.reason(), MOST_REASON))
                .bind("headers", LetterTables.bytes(edit.headers()))
                .bind("body", edit.body())
                .execute();
        handle.execute(
                "update dead_letter set changed_at = ?, body_bytes = ? where id = ?",
                clock.millis(),
                edit.body().length,
                id);
        LetterIntake.replaceFields(handle, payloadFields, id, message(handle, id, before.recordKey(), edit));
        audit.append(
                handle,
                AuditEntry.of(edit.who(), "letter.edited")
                        .because(edit.reason())
                        .on(id)
                        .with("version", version + 1)
                        .with("unchecked", edit.unchecked())
                        .changing(hash(before.headers(), before.body()), hash(edit.headers(), edit.body())));
        return version + 1;
    }

    /** The message as the edit leaves it; by its searched parts the letter is found from now on. */
    private static HubMessage message(Handle handle, UUID id, String recordKey, LetterEdit edit) {
        Letter letter = LetterTables.letters(handle, List.of(id)).get(0);
        return new HubMessage(
                letter.message(),
                letter.integration(),
                letter.client(),
                recordKey,
                letter.sequence(),
                letter.acceptedAt(),
                letter.contentType(),
                edit.headers(),
                edit.body(),
                Optional.empty());
    }

    private static String hash(Map<String, String> headers, byte[] body) {
        return AuditEntry.hash(LetterTables.bytes(new TreeMap<>(headers)), body);
    }

    private static void requireReason(LetterEdit edit) {
        if (edit.reason().isBlank()) {
            throw wrong("It needs a reason.", "Say why, for those who ask later.");
        }
    }

    private void requireSize(LetterEdit edit) {
        if (edit.body().length > mostBytes) {
            throw wrong(
                    "Its body has " + edit.body().length + " bytes, and the hub takes at most " + mostBytes + ".",
                    "Make it smaller, or raise hub.http.body-limit.");
        }
    }

    /** Headers that the integration does not take could not have come through a door either. */
    private void requireHeaders(Letter letter, LetterEdit edit) {
        Map<String, String> known = versions(letter.id()).get(0).content().headers();
        Optional<Integration> integration = integrations.find(letter.integration());
        edit.headers().forEach((name, value) -> {
            boolean taken = known.containsKey(name)
                    || integration
                            .filter(found -> found.headers().contains(name))
                            .isPresent();
            if (!taken) {
                throw wrong(
                        "Integration '" + letter.integration() + "' takes no header '" + name + "'.",
                        "Leave it out, or name it in 'headers' of the route's lane.");
            }
            if (value.length() > MOST_HEADER || value.chars().anyMatch(Character::isISOControl)) {
                throw wrong(
                        "The value of header '" + name + "' is too long or holds a control character.",
                        "Correct the value.");
            }
        });
    }

    private static LetterRefusedException wrong(String why, String mend) {
        return new LetterRefusedException(Reason.WRONG, WHAT, why, mend);
    }

    private static LetterRefusedException unknown(UUID id) {
        return new LetterRefusedException(
                Reason.UNKNOWN,
                WHAT,
                "There is no dead letter " + id + ".",
                "'./hub dead-letters list' shows those that there are.");
    }
}
