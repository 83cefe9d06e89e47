package io.d365hub.broker;

import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** How a {@link HubMessage} lies in a queue: the body as it came, everything else as properties, most of it in one. */
public final class MessageCodec {

    /** Message id, text form of a UUID. */
    public static final SimpleString ID = SimpleString.of("hubId");

    /** {@link RecordKeys#digest} of the record key, text form of a UUID: safe in a selector, unlike the key itself. */
    public static final SimpleString KEY_DIGEST = SimpleString.of("hubKeyDigest");

    private static final SimpleString INTEGRATION = SimpleString.of("hubIntegration");
    private static final SimpleString ENVELOPE = SimpleString.of("hubEnvelope");
    private static final SimpleString REPLAY_LETTER = SimpleString.of("hubReplayLetter");
    private static final SimpleString REPLAY_JOB = SimpleString.of("hubReplayJob");

    /** One for all messages of an integration. */
    private static final Map<String, SimpleString> INTEGRATIONS = new ConcurrentHashMap<>();

    private MessageCodec() {}

    /** Whether {@link #decode} can read it; anything else came from elsewhere, or from another version of the hub. */
    public static boolean isMessageOfHub(ICoreMessage encoded) {
        return encoded.containsProperty(ID)
                && encoded.containsProperty(KEY_DIGEST)
                && encoded.containsProperty(ENVELOPE);
    }

    /** Whether the message replays a dead letter; does not read its body. */
    public static boolean isReplay(ICoreMessage encoded) {
        return encoded.containsProperty(REPLAY_LETTER);
    }

    static String integration(ICoreMessage encoded) {
        return encoded.getStringProperty(INTEGRATION);
    }

    /** A durable message for the given session. The caller may add properties of its own. */
    public static ClientMessage encode(ClientSession session, HubMessage message) {
        ClientMessage encoded = session.createMessage(Message.BYTES_TYPE, true);
        write(message, envelope(message), encoded);
        return encoded;
    }

    /** For {@link #write}: what of the message grows with its headers. */
    static byte[] envelope(HubMessage message) {
        return new MessageEnvelope(
                        message.client(),
                        message.recordKey(),
                        message.sequence(),
                        message.acceptedAt(),
                        message.contentType(),
                        message.headers())
                .bytes();
    }

    /** Writes everything that {@link #decode} reads into a new message. */
    static void write(HubMessage message, byte[] envelope, ICoreMessage encoded) {
        encoded.putStringProperty(ID, uuid(message.id()));
        encoded.putStringProperty(KEY_DIGEST, uuid(RecordKeys.digest(message.recordKey())));
        encoded.putStringProperty(INTEGRATION, INTEGRATIONS.computeIfAbsent(message.integration(), SimpleString::of));
        encoded.putBytesProperty(ENVELOPE, envelope);
        message.replay().ifPresent(replay -> {
            encoded.putStringProperty(REPLAY_LETTER, uuid(replay.letter()));
            encoded.putStringProperty(REPLAY_JOB, uuid(replay.job()));
        });
        encoded.getBodyBuffer().writeBytes(message.body());
    }

    /** Without the text that it is made of, which it would keep as long as the message waits. */
    private static SimpleString uuid(UUID id) {
        return SimpleString.of(SimpleString.of(id.toString()).getData());
    }

    /**
     * Reads a message that {@link #encode} made. In a message handler it must be called before the handler returns: the
     * client discards the body of a large message afterwards.
     */
    public static HubMessage decode(ICoreMessage encoded) {
        byte[] written = encoded.getBytesProperty(ENVELOPE);
        if (written == null) {
            throw new IllegalArgumentException("The message has no property " + ENVELOPE);
        }
        MessageEnvelope envelope = MessageEnvelope.of(written);
        // A message of the broker itself is shared: its own buffer has one position for all readers.
        ActiveMQBuffer content = encoded instanceof ClientMessage ? encoded.getBodyBuffer() : encoded.getDataBuffer();
        byte[] body = new byte[content.readableBytes()];
        content.readBytes(body);
        Optional<Replay> replay = encoded.containsProperty(REPLAY_LETTER)
                ? Optional.of(new Replay(
                        UUID.fromString(encoded.getStringProperty(REPLAY_LETTER)),
                        UUID.fromString(encoded.getStringProperty(REPLAY_JOB))))
                : Optional.empty();
        return new HubMessage(
                UUID.fromString(encoded.getStringProperty(ID)),
                encoded.getStringProperty(INTEGRATION),
                envelope.client(),
                envelope.recordKey(),
                envelope.sequence(),
                envelope.acceptedAt(),
                envelope.contentType(),
                envelope.headers(),
                body,
                replay);
    }
}
