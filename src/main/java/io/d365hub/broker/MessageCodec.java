package io.d365hub.broker;

import io.d365hub.message.HubMessage;
import io.d365hub.message.HubMessage.Replay;
import io.d365hub.message.RecordKeys;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** How a {@link HubMessage} lies in a queue: the body as it came, everything else as properties. */
public final class MessageCodec {

    /** Message id, text form of a UUID. */
    public static final SimpleString ID = SimpleString.of("hubId");

    /** {@link RecordKeys#digest} of the record key, text form of a UUID: safe in a selector, unlike the key itself. */
    public static final SimpleString KEY_DIGEST = SimpleString.of("hubKeyDigest");

    private static final SimpleString INTEGRATION = SimpleString.of("hubIntegration");
    private static final SimpleString CLIENT = SimpleString.of("hubClient");
    private static final SimpleString RECORD_KEY = SimpleString.of("hubRecordKey");
    private static final SimpleString SEQUENCE = SimpleString.of("hubSequence");
    private static final SimpleString ACCEPTED_AT = SimpleString.of("hubAcceptedAt");
    private static final SimpleString CONTENT_TYPE = SimpleString.of("hubContentType");
    private static final SimpleString REPLAY_LETTER = SimpleString.of("hubReplayLetter");
    private static final SimpleString REPLAY_JOB = SimpleString.of("hubReplayJob");
    private static final String CALLER_HEADER = "hubHeader.";

    private MessageCodec() {}

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
        write(message, encoded);
        return encoded;
    }

    /** Writes everything that {@link #decode} reads into a new message. */
    static void write(HubMessage message, ICoreMessage encoded) {
        encoded.putStringProperty(ID, SimpleString.of(message.id().toString()));
        encoded.putStringProperty(
                KEY_DIGEST,
                SimpleString.of(RecordKeys.digest(message.recordKey()).toString()));
        encoded.putStringProperty(INTEGRATION, SimpleString.of(message.integration()));
        encoded.putStringProperty(CLIENT, SimpleString.of(message.client()));
        encoded.putStringProperty(RECORD_KEY, SimpleString.of(message.recordKey()));
        encoded.putLongProperty(SEQUENCE, message.sequence());
        encoded.putLongProperty(ACCEPTED_AT, message.acceptedAt().toEpochMilli());
        encoded.putStringProperty(CONTENT_TYPE, SimpleString.of(message.contentType()));
        message.headers().forEach((name, value) -> encoded.putStringProperty(CALLER_HEADER + name, value));
        message.replay().ifPresent(replay -> {
            encoded.putStringProperty(
                    REPLAY_LETTER, SimpleString.of(replay.letter().toString()));
            encoded.putStringProperty(REPLAY_JOB, SimpleString.of(replay.job().toString()));
        });
        encoded.getBodyBuffer().writeBytes(message.body());
    }

    /**
     * Reads a message that {@link #encode} made. In a message handler it must be called before the handler returns: the
     * client discards the body of a large message afterwards.
     */
    public static HubMessage decode(ICoreMessage encoded) {
        Map<String, String> headers = new HashMap<>();
        for (SimpleString property : encoded.getPropertyNames()) {
            String name = property.toString();
            if (name.startsWith(CALLER_HEADER)) {
                headers.put(name.substring(CALLER_HEADER.length()), encoded.getStringProperty(property));
            }
        }
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
                encoded.getStringProperty(CLIENT),
                encoded.getStringProperty(RECORD_KEY),
                encoded.getLongProperty(SEQUENCE),
                Instant.ofEpochMilli(encoded.getLongProperty(ACCEPTED_AT)),
                encoded.getStringProperty(CONTENT_TYPE),
                headers,
                body,
                replay);
    }
}
