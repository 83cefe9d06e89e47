package io.d365hub.deadletter;

import io.d365hub.broker.BrokerConnections;
import io.d365hub.broker.DeadLetterCodec;
import io.d365hub.broker.DeadLetterCodec.Dying;
import io.d365hub.broker.QueueIngester;
import io.d365hub.broker.QueueNames;
import io.d365hub.database.HubDatabase;

/**
 * Stores what the lanes write into {@link QueueNames#DEAD_LETTERS}: some hundred letters in a SQL transaction, acknowledged
 * when that is committed. Has a thread of its own. Every process runs one; the broker lets one of them work.
 */
public final class DeadLetterIngester implements AutoCloseable {

    private static final int MOST_LETTERS = 2000;
    private static final int MOST_BYTES = 2 << 20;

    /** Sentences, properties and objects, roughly; bounds a batch of small letters. */
    private static final int BYTES_BESIDE_BODY = 1024;

    private final QueueIngester<Dying> ingester;

    /**
     * Does nothing before {@link #start}.
     *
     * @param words leaves what is personal out of causes
     */
    public DeadLetterIngester(
            BrokerConnections connections, HubDatabase database, PayloadFields payloadFields, PublicWords words) {
        QueueIngester.Intake<Dying> letters = new QueueIngester.Intake<>(
                QueueNames.DEAD_LETTERS,
                DeadLetterCodec::decode,
                dying -> dying.message().body().length + BYTES_BESIDE_BODY,
                MOST_LETTERS,
                MOST_BYTES);
        this.ingester = new QueueIngester<>(connections, letters, new LetterIntake(database, payloadFields, words));
    }

    public void start() {
        ingester.start();
    }

    /** Stops after the batch in hand; see {@link QueueIngester#close}. */
    @Override
    public void close() {
        ingester.close();
    }
}
