package io.d365hub.ledger;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.QueueIngester;
import io.d365hub.broker.QueueNames;
import io.d365hub.database.HubDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * Folds what the lanes write into {@link QueueNames#RECEIPTS} into the ledger: some hundred receipts in one SQL transaction,
 * acknowledged when that is committed. Has a thread of its own. Every process runs one; the broker lets one of them work.
 */
public final class ReceiptIngester implements AutoCloseable {

    /** How long messages that ended, folded receipts and newest sequences of keys are remembered. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

    private static final int MOST_RECEIPTS = 500;
    private static final int MOST_ENTRIES = 20_000;

    private final ReceiptFold fold;
    private final QueueIngester<Receipt> ingester;

    /**
     * Does nothing before {@link #start}.
     *
     * @param retentionClock by which entries are old
     * @param listener is told of replayed messages, in the transaction of the fold
     * @param keysInUse which record keys retention must spare
     * @param rows by what name the ledger keeps the row that a message was delivered to: without what is personal
     */
    public ReceiptIngester(
            BrokerConnections connections,
            HubDatabase database,
            InstantSource clock,
            InstantSource retentionClock,
            Duration retention,
            ReplayListener listener,
            KeysInUse keysInUse,
            UnaryOperator<String> rows) {
        QueueIngester.Intake<Receipt> receipts = new QueueIngester.Intake<>(
                QueueNames.RECEIPTS,
                ReceiptIngester::decode,
                receipt -> receipt.entries().size(),
                MOST_RECEIPTS,
                MOST_ENTRIES);
        this.fold = new ReceiptFold(
                database, clock, listener, new LedgerRetention(database, retentionClock, retention, keysInUse), rows);
        this.ingester = new QueueIngester<>(connections, receipts, fold);
    }

    /**
     * Has somebody told of each receipt when it is in the ledger, on the ingester's thread, so quickly. Only of those that
     * this process folds.
     */
    public void onFolded(Consumer<Receipt> listener) {
        fold.onFolded(listener);
    }

    /** Has somebody told what each batch of receipts said, likewise. A failure is one of the batch, which is offered again. */
    public void onVerdicts(Consumer<FoldedVerdicts> listener) {
        fold.onVerdicts(listener);
    }

    private static Receipt decode(ClientMessage message) {
        byte[] bytes = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(bytes);
        return Receipt.fromBytes(bytes);
    }

    public void start() {
        ingester.start();
    }

    /** When the lane committed the oldest receipt of the batch in hand; empty when there is none in hand. */
    Optional<Instant> oldestUnfolded() {
        return ingester.oldestInHand().map(Receipt::committedAt);
    }

    /** Stops after the batch in hand; see {@link QueueIngester#close}. */
    @Override
    public void close() {
        ingester.close();
        fold.close();
    }
}
