package io.d365hub;

import io.d365hub.audit.AuditTrail;
import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.QueueNames;
import io.d365hub.broker.Queues;
import io.d365hub.database.HubDatabase;
import io.d365hub.deadletter.Arrival;
import io.d365hub.deadletter.Causes;
import io.d365hub.deadletter.DeadLetterIngester;
import io.d365hub.deadletter.DeadLetterStore;
import io.d365hub.deadletter.KeyReleases;
import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.LetterArchive;
import io.d365hub.deadletter.LetterEdits;
import io.d365hub.deadletter.LetterRedirects;
import io.d365hub.deadletter.LetterSelection;
import io.d365hub.deadletter.LetterSignals;
import io.d365hub.deadletter.MessageLedger;
import io.d365hub.deadletter.PublicWords;
import io.d365hub.deadletter.Redirections;
import io.d365hub.deadletter.Rehearsals;
import io.d365hub.deadletter.ReplayArrivals;
import io.d365hub.deadletter.ReplayGuard;
import io.d365hub.deadletter.ReplayOutcome;
import io.d365hub.deadletter.Replays;
import io.d365hub.deadletter.StandingLetters;
import io.d365hub.lane.ReplayGate;
import io.d365hub.ledger.DeadMessage;
import io.d365hub.ledger.FoldedReceipts;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.LedgerActs;
import io.d365hub.ledger.Outcome;
import io.d365hub.ledger.QueueDepths;
import io.d365hub.ledger.Receipt;
import io.d365hub.ledger.ReceiptIngester;
import io.d365hub.ledger.Replayed;
import io.d365hub.message.Integration;
import io.d365hub.message.Integration.AfterDeadLetter;
import io.d365hub.message.Integrations;
import io.d365hub.message.Sequence;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Ledger and dead letters, joined: everything that moves state from the broker into the database and back.
 *
 * <p>Does nothing before {@link #start}. Close it after the lanes and before broker and database. Thread-safe.
 */
public final class HubState implements AutoCloseable {

    private final HubDatabase database;
    private final BrokerConnections connections;
    private final Integrations integrations;
    private final InstantSource clock;
    private final MessageLedger acts;
    private final Ledger ledger;
    private final DeadLetterStore deadLetters;
    private final Replays replays;
    private final LetterSelection selection;
    private final ReplayGuard replayGuard;
    private final PublicWords words;
    private final AuditTrail audit;
    private final Causes causes;
    private final ReceiptIngester receiptIngester;
    private final DeadLetterIngester letterIngester;
    private final KeyReleases keyReleases;

    /**
     * Joins the parts.
     *
     * @param process this process, as it is listed among the members
     * @param retention how long the ledger remembers messages that ended
     * @param words leaves what is personal out of what is said about messages
     */
    public HubState(
            HubDatabase database,
            BrokerConnections connections,
            Integrations integrations,
            InstantSource clock,
            InstantSource retentionClock,
            UUID process,
            Duration retention,
            PublicWords words) {
        this.words = words;
        this.database = database;
        this.connections = connections;
        this.integrations = integrations;
        this.clock = clock;
        acts = new Acts(new LedgerActs(clock));
        audit = new AuditTrail(database, clock);
        causes = new Causes(database, clock, audit);
        keyReleases = new KeyReleases(database, connections, integrations);
        deadLetters = new DeadLetterStore(database, clock, acts, integrations::searchFields, keyReleases);
        selection = new LetterSelection(database, acts);
        replayGuard = new ReplayGuard(database, acts, new Sight(new FoldedReceipts(clock, () -> connections
                .state()
                .depth(QueueNames.RECEIPTS))));
        replays = new Replays(database, clock, acts, connections, integrations, process);
        letterIngester = new DeadLetterIngester(connections, database, new DeclaredFields(integrations), words);
        receiptIngester = new ReceiptIngester(
                connections,
                database,
                clock,
                retentionClock,
                retention,
                (handle, replayed) -> ReplayArrivals.close(handle, arrivals(replayed)),
                deadLetters::keysInUse,
                words::row);
        receiptIngester.onVerdicts(new ReplayManners(replays::leaveRoom, clock, System::nanoTime)::folded);
        ledger = new Ledger(database, clock, new Depths(connections, integrations), receiptIngester);
    }

    /** Keeps what the broker says from now on; replays wait for {@link #startReplays}. */
    public void start() {
        receiptIngester.start();
        letterIngester.start();
        keyReleases.start();
        replayGuard.start();
    }

    /** Works on replay jobs from now on. To be called when the routes are there: letters of an integration that is not are skipped. */
    public void startReplays() {
        replays.start();
    }

    /** See {@link ReceiptIngester#onFolded}. */
    void onFolded(Consumer<Receipt> listener) {
        receiptIngester.onFolded(listener);
    }

    public Ledger ledger() {
        return ledger;
    }

    public DeadLetterStore deadLetters() {
        return deadLetters;
    }

    /** Letters of messages that come again by themselves. */
    StandingLetters standingLetters() {
        return new StandingLetters(database, acts, words);
    }

    public AuditTrail audit() {
        return audit;
    }

    public Causes causes() {
        return causes;
    }

    public Replays replays() {
        return replays;
    }

    /** Editing letters. */
    LetterEdits edits(Rehearsals rehearsals, int mostBytes) {
        return new LetterEdits(database, clock, integrations, rehearsals, new DeclaredFields(integrations), mostBytes);
    }

    /** Sending letters to other integrations; to be started and closed. */
    LetterRedirects redirects(Rehearsals rehearsals, Sequence sequence) {
        return new LetterRedirects(database, clock, sequence, acts, integrations, connections, rehearsals, keyReleases);
    }

    /** Discarding, restoring and purging letters. */
    LetterArchive archive() {
        return new LetterArchive(database, clock, acts, deadLetters);
    }

    /** Asked by the lanes before a replay starts. */
    ReplayGate replayGate() {
        return (question, answer) -> replayGuard.ask(
                new ReplayGuard.Turn(
                        question.replay(),
                        question.newestHere(),
                        question.since(),
                        question.forgotten().map(ReplayGate.Committed::receipt),
                        question.forgotten().map(ReplayGate.Committed::at).orElse(Instant.EPOCH)),
                answer);
    }

    /** Where redirected letters went. */
    Redirections redirections() {
        return new Redirections(database);
    }

    /** What about dead letters should wake somebody. */
    LetterSignals signals() {
        return new LetterSignals(database, clock);
    }

    /** What replays would mean, before they are made. */
    LetterSelection selection() {
        return selection;
    }

    /** Stops each part after the portion that it has in hand. */
    @Override
    public void close() {
        replays.close();
        replayGuard.close();
        keyReleases.close();
        letterIngester.close();
        receiptIngester.close();
    }

    private static List<Arrival> arrivals(List<Replayed> replayed) {
        return replayed.stream()
                .map(one -> new Arrival(
                        one.message(),
                        one.sequence(),
                        one.outcome() == Outcome.FILTERED ? ReplayOutcome.FILTERED : ReplayOutcome.DELIVERED,
                        Instant.ofEpochMilli(one.settledAt()),
                        one.replay()))
                .toList();
    }

    /** How much the ledger has seen. */
    private record Sight(FoldedReceipts receipts) implements ReplayGuard.LedgerSight {

        @Override
        public boolean isFolded(Handle handle, UUID receipt, Instant committedAt) {
            return receipts.isFolded(handle, receipt, committedAt);
        }

        @Override
        public boolean isFolded(Handle handle, Instant committedBy) {
            return receipts.isFolded(handle, committedBy);
        }
    }

    /** What operators do to dead letters, told to the ledger. */
    private record Acts(LedgerActs ledger) implements MessageLedger {

        @Override
        public void lock(Handle handle) throws SQLException {
            ledger.lock(handle);
        }

        @Override
        public void replaying(Handle handle, Collection<Letter> letters) throws SQLException {
            ledger.replaying(handle, messages(letters));
        }

        @Override
        public void discarded(Handle handle, Collection<Letter> letters) throws SQLException {
            ledger.discarded(handle, messages(letters));
        }

        @Override
        public void restored(Handle handle, Collection<Letter> letters) throws SQLException {
            ledger.restored(handle, messages(letters));
        }

        @Override
        public Map<UUID, Long> newestDelivered(Handle handle, String integration, Collection<UUID> keyDigests) {
            return ledger.newestDelivered(handle, integration, keyDigests);
        }

        private static List<DeadMessage> messages(Collection<Letter> letters) {
            return letters.stream()
                    .map(letter -> new DeadMessage(
                            letter.message(),
                            letter.integration(),
                            letter.keyDigest(),
                            letter.sequence(),
                            letter.acceptedAt().toEpochMilli()))
                    .toList();
        }
    }

    /** The broker's queues, also of integrations whose route has stopped since. */
    private static final class Depths implements QueueDepths {

        private final BrokerConnections connections;
        private final Queues queues;
        private final ConcurrentMap<String, Integration> seen = new ConcurrentHashMap<>();

        Depths(BrokerConnections connections, Integrations integrations) {
            this.connections = connections;
            this.queues = new Queues(connections);
            integrations.onRegistered(integration -> seen.put(integration.name(), integration));
        }

        @Override
        public Set<String> integrations() {
            return Set.copyOf(seen.keySet());
        }

        @Override
        public long queued(String integration) {
            Integration known = seen.get(integration);
            if (known == null) {
                return 0;
            }
            long depth = queues.depth(known);
            boolean mayHold = depth > 0 && known.afterDeadLetter() == AfterDeadLetter.HOLD_KEY;
            return mayHold ? Math.max(0, depth - queues.holds(known)) : depth;
        }

        @Override
        public long receipts() {
            return connections.state().depth(QueueNames.RECEIPTS);
        }
    }
}
