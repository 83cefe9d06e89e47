package io.d365hub.deadletter;

import io.d365hub.audit.AuditEntry;
import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.LetterRefusedException.Reason;
import io.d365hub.failure.Failure;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.MessageIds;
import io.d365hub.message.Sequence;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Sends dead letters to another integration, each as a message of its own, which that integration accepts as if it had come through
 * its door. The decision and the message are written down together; sending it is repeated until the broker has it, and the broker
 * takes it once. Has a thread of its own.
 */
public final class LetterRedirects implements AutoCloseable {

    private static final int PORTION = 100;
    private static final int MOST_REASON = 800;
    private static final int MOST_NAME = 200;
    private static final String WHAT = "The dead letter was not redirected.";

    private final HubDatabase database;
    private final InstantSource clock;
    private final MessageLedger ledger;
    private final Integrations integrations;
    private final Rehearsals rehearsals;
    private final ReplaySender sender;
    private final Sequence sequence;
    private final AuditTrail audit;
    private final Runnable onRedirect;
    private final Chore chore = new Chore("redirect-letters", this::sendSome);

    /** What the letter is told to become. */
    private record Redirect(
            UUID letter, UUID message, String integration, String recordKey, long sequence, Instant at) {}

    /**
     * Sends nothing before {@link #start}.
     *
     * @param sequence numbers the messages of this process
     * @param rehearsals say whether the other integration takes the message
     * @param releases is told of letters that hold their record keys no more
     */
    public LetterRedirects(
            HubDatabase database,
            InstantSource clock,
            Sequence sequence,
            MessageLedger ledger,
            Integrations integrations,
            BrokerConnections connections,
            Rehearsals rehearsals,
            KeyReleases releases) {
        this.database = database;
        this.clock = clock;
        this.ledger = ledger;
        this.integrations = integrations;
        this.rehearsals = rehearsals;
        this.sender = new ReplaySender(connections, integrations);
        this.sequence = sequence;
        this.audit = new AuditTrail(database, clock);
        this.onRedirect = releases::wake;
    }

    public void start() {
        chore.start();
    }

    /**
     * Redirects an open letter, as it was edited last; returns the id of the message that the other integration gets.
     *
     * @param reason why; must say something
     * @throws LetterRefusedException when the letter is not open, or the other integration would not take its message
     */
    public UUID redirect(UUID id, String target, String who, String reason) {
        if (reason.isBlank()) {
            throw refused(Reason.WRONG, "It needs a reason.", "Say why, for those who ask later.");
        }
        Letter letter = database.jdbi().withHandle(handle -> LetterTables.letters(handle, List.of(id))).stream()
                .findFirst()
                .orElseThrow(() -> refused(
                        Reason.UNKNOWN,
                        "There is no dead letter " + id + ".",
                        "'./hub dead-letters list' shows those that there are."));
        Integration integration = target(letter, target);
        LetterContent content = database.jdbi()
                .withHandle(handle -> LetterTables.contents(handle, List.of(id)))
                .get(id);
        Redirect redirect = new Redirect(
                id,
                MessageIds.version5(id, "redirect to " + target),
                target,
                recordKey(integration, content),
                sequence.next(),
                clock.instant());
        try {
            database.inTransaction(handle -> save(handle, redirect, who, reason));
        } catch (SQLException e) {
            throw new IllegalStateException("The letter was not redirected: the database failed.", e);
        }
        onRedirect.run();
        chore.wake();
        return redirect.message();
    }

    private Integration target(Letter letter, String target) {
        if (letter.integration().equals(target)) {
            throw refused(
                    Reason.WRONG, "It belongs to '" + target + "' already.", "Replay it, or name another integration.");
        }
        return integrations
                .find(target)
                .filter(Integration::pushed)
                .orElseThrow(() -> refused(
                        Reason.WRONG,
                        "There is no integration '" + target + "' that takes messages.",
                        "'./hub status' lists the integrations."));
    }

    private String recordKey(Integration target, LetterContent content) {
        try (Rehearsals.Session session = rehearsals.open()) {
            String key = session.recordKey(target.name(), content.body());
            Optional<Failure> refusal = session.refusal(target.name(), key, headers(target, content), content.body());
            refusal.ifPresent(failure -> {
                throw refused(
                        Reason.WRONG, "'" + target.name() + "' would refuse it. " + failure.why(), failure.mend());
            });
            return key;
        }
    }

    private static Map<String, String> headers(Integration target, LetterContent content) {
        return content.headers().entrySet().stream()
                .filter(header -> target.headers().contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Redirect save(Handle handle, Redirect redirect, String who, String reason) throws SQLException {
        ledger.lock(handle);
        Letter letter = LetterTables.letters(handle, List.of(redirect.letter())).get(0);
        if (letter.state() != LetterState.OPEN) {
            throw refused(
                    Reason.CHANGED,
                    "It is not open any more: it is " + letter.state().name().toLowerCase(Locale.ROOT) + ".",
                    "Look at it again.");
        }
        String why = "To '%s' as message %s: %s"
                .formatted(redirect.integration(), redirect.message(), StorableText.of(reason, MOST_REASON));
        LetterStates.move(
                handle,
                LetterState.OPEN,
                LetterState.REDIRECTED,
                List.of(letter.id()),
                ", changed_at = :now, closed_by = :who, close_reason = :why, note = ''",
                Map.of("now", clock.millis(), "who", StorableText.of(who, MOST_NAME), "why", why));
        handle.execute("insert into dead_letter_release (letter) values (?)", letter.id());
        handle.createUpdate("insert into dead_letter_redirect (letter, message, integration, record_key, sequence,"
                        + " accepted_at, sent) values (:letter, :message, :integration, :key, :sequence, :at, false)")
                .bind("letter", redirect.letter())
                .bind("message", redirect.message())
                .bind("integration", redirect.integration())
                .bind("key", redirect.recordKey().getBytes(StandardCharsets.UTF_8))
                .bind("sequence", redirect.sequence())
                .bind("at", redirect.at().toEpochMilli())
                .execute();
        ledger.discarded(handle, List.of(letter));
        audit.append(
                handle,
                AuditEntry.of(who, "letter.redirected")
                        .because(reason)
                        .on(List.of(letter.id(), redirect.message()))
                        .with("integration", redirect.integration()));
        return redirect;
    }

    private Duration sendSome() throws Exception {
        List<String> running =
                integrations.all().stream().map(Integration::name).toList();
        List<Redirect> pending = database.jdbi().withHandle(handle -> handle.createQuery("select * from"
                        + " dead_letter_redirect where sent = false and integration = any (:running)"
                        + " order by sequence limit :portion")
                .bindArray("running", String.class, running)
                .bind("portion", PORTION)
                .map((row, context) -> new Redirect(
                        LetterTables.uuid(row, "letter"),
                        LetterTables.uuid(row, "message"),
                        row.getString("integration"),
                        new String(row.getBytes("record_key"), StandardCharsets.UTF_8),
                        row.getLong("sequence"),
                        LetterTables.time(row, "accepted_at")))
                .list());
        for (Redirect redirect : pending) {
            sender.send("redirect:" + redirect.letter(), List.of(message(redirect)));
            database.jdbi()
                    .useHandle(handle -> handle.execute(
                            "update dead_letter_redirect set sent = true where letter = ?", redirect.letter()));
        }
        return pending.size() == PORTION ? Duration.ZERO : Chore.IDLE;
    }

    private HubMessage message(Redirect redirect) {
        return database.jdbi().withHandle(handle -> {
            Letter letter =
                    LetterTables.letters(handle, List.of(redirect.letter())).get(0);
            LetterContent content =
                    LetterTables.contents(handle, List.of(letter.id())).get(letter.id());
            return new HubMessage(
                    redirect.message(),
                    redirect.integration(),
                    letter.client(),
                    redirect.recordKey(),
                    redirect.sequence(),
                    redirect.at(),
                    letter.contentType(),
                    headers(integrations.find(redirect.integration()).orElseThrow(), content),
                    content.body(),
                    Optional.empty());
        });
    }

    private static LetterRefusedException refused(Reason reason, String why, String mend) {
        return new LetterRefusedException(reason, WHAT, why, mend);
    }

    /** Stops after the letter in hand. What is left is sent at the next start, or by another process. */
    @Override
    public void close() {
        chore.close();
    }
}
