package io.d365hub.broker;

import io.d365hub.message.RecordKeys;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;

/**
 * Messages to a lane that carry nothing of a caller: they hold and release record keys after a dead letter, and show a
 * lane that it owns its partition.
 */
public final class ControlMessages {

    /** Tells these messages from all others; usable in a selector. */
    public static final SimpleString CONTROL = SimpleString.of("hubControl");

    /** The dead letter that a hold or a release is about; usable in a selector. */
    public static final SimpleString LETTER = SimpleString.of("hubControlLetter");

    private static final byte NORMAL_PRIORITY = 4;
    private static final int HELLO_BYTES = 128;

    private ControlMessages() {}

    /** What a control message is. */
    public enum Kind {
        /**
         * In a park queue: later messages of the record key wait until the letter is replayed or released. In a work queue: the
         * letter was restored, and its lane is to put this into the park queue again.
         */
        HOLD,
        /** In a work queue: the letter was given up, its record key may go on. */
        RELEASE,
        /** In a work queue: whoever receives it owns the partition. Not durable. */
        HELLO
    }

    /** Empty for an ordinary message. */
    public static Optional<Kind> kind(ICoreMessage message) {
        String kind = message.getStringProperty(CONTROL);
        return kind == null ? Optional.empty() : Optional.of(Kind.valueOf(kind));
    }

    public static ClientMessage hold(ClientSession session, UUID letter, UUID keyDigest) {
        return aboutLetter(session, Kind.HOLD, letter, keyDigest);
    }

    /**
     * To be sent to the work queue of the letter's record key, see {@link QueueNames#work} and {@link
     * RecordKeys#partition}, when the letter is discarded and its integration holds keys after a dead letter. Harmless
     * when nothing is held.
     *
     * @param keyDigest {@link RecordKeys#digest} of the letter's record key
     */
    public static ClientMessage release(ClientSession session, UUID letter, UUID keyDigest) {
        return aboutLetter(session, Kind.RELEASE, letter, keyDigest);
    }

    public static ICoreMessage hello() {
        ClientMessage message = new ClientMessageImpl(
                Message.BYTES_TYPE, false, 0, System.currentTimeMillis(), NORMAL_PRIORITY, HELLO_BYTES);
        message.putStringProperty(CONTROL, SimpleString.of(Kind.HELLO.name()));
        return message;
    }

    public static UUID letter(ICoreMessage message) {
        return UUID.fromString(message.getStringProperty(LETTER));
    }

    public static UUID keyDigest(ICoreMessage message) {
        return UUID.fromString(message.getStringProperty(MessageCodec.KEY_DIGEST));
    }

    private static ClientMessage aboutLetter(ClientSession session, Kind kind, UUID letter, UUID keyDigest) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.putStringProperty(CONTROL, SimpleString.of(kind.name()));
        message.putStringProperty(LETTER, SimpleString.of(letter.toString()));
        message.putStringProperty(MessageCodec.KEY_DIGEST, SimpleString.of(keyDigest.toString()));
        return message;
    }
}
