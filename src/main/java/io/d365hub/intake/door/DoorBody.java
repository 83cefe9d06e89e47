package io.d365hub.intake.door;

import io.d365hub.message.Integration;
import io.d365hub.message.Integration.Format;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/**
 * Reads the body of a message at a door. A text and bytes are taken; a serialised Java object is never deserialised, here
 * or later, and maps and streams have no agreed form as JSON, so all three are refused.
 */
final class DoorBody {

    /** Where senders put the media type: AMQP's own field, and two customs of JMS senders. */
    private static final List<SimpleString> CONTENT_TYPES = List.of(
            SimpleString.of("JMS_AMQP_ContentType"), SimpleString.of("ContentType"), SimpleString.of("content_type"));

    /** What clients write by themselves when nobody chose a type. */
    private static final List<String> UNCHOSEN = List.of("application/octet-stream", "text/plain");

    private static final String JSON = "application/json";
    private static final String XML = "application/xml";
    private static final String NDJSON = "application/x-ndjson";

    /** The broker holds a text as UTF-16 with its length in front. */
    private static final int TEXT_FACTOR = 2;

    private static final int TEXT_PREFIX = 16;

    private final ClientMessage message;
    private final Integration integration;
    private final int limit;

    DoorBody(ClientMessage message, Integration integration, int limit) {
        this.message = message;
        this.integration = integration;
        this.limit = limit;
    }

    /** The media type, lower case and without parameters; the integration's own when the sender chose none. */
    String contentType() {
        DoorMessage properties = new DoorMessage(message);
        for (SimpleString property : CONTENT_TYPES) {
            Optional<String> given = properties.text(property);
            if (given.isPresent()) {
                String type = given.get().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                if (!type.isEmpty() && !UNCHOSEN.contains(type)) {
                    return type;
                }
            }
        }
        return integration.format() == Format.JSON ? JSON : XML;
    }

    /**
     * The body.
     *
     * @throws UnreadableException when a door does not take such a message
     */
    byte[] bytes() throws UnreadableException {
        BridgedMessage.requireNotRefused(message, integration.name());
        switch (message.getType()) {
            case Message.TEXT_TYPE, Message.BYTES_TYPE, Message.DEFAULT_TYPE -> requireContentType();
            case Message.OBJECT_TYPE -> throw type("an ObjectMessage; serialised Java objects are never read");
            case Message.MAP_TYPE -> throw type("a MapMessage");
            case Message.STREAM_TYPE -> throw type("a StreamMessage, or an AMQP sequence or list");
            default -> throw type("of an unknown type");
        }
        byte[] body = message.getType() == Message.TEXT_TYPE ? text() : binary();
        if (body.length > limit) {
            throw tooLarge(body.length);
        }
        return body;
    }

    private void requireContentType() throws UnreadableException {
        String type = contentType();
        if (type.equals(NDJSON)) {
            throw unreadable(
                    "content-type",
                    "It is " + NDJSON + ", but over JMS each message is one record.",
                    "Send one message for each record; a transacted session makes them all or nothing.");
        }
        boolean taken = integration.format() == Format.JSON
                ? type.equals(JSON) || type.endsWith("+json")
                : type.equals(XML) || type.equals("text/xml") || type.endsWith("+xml");
        if (!taken) {
            throw unreadable(
                    "content-type",
                    "The integration does not take messages of its content type.",
                    integration.format() == Format.JSON
                            ? "Send application/json or application/*+json, or no content type."
                            : "Send application/xml, text/xml or application/*+xml, or no content type.");
        }
    }

    private byte[] text() throws UnreadableException {
        if (message.getBodySize() > TEXT_FACTOR * (long) limit + TEXT_PREFIX) {
            throw tooLarge(message.getBodySize() / TEXT_FACTOR);
        }
        SimpleString text = message.getBodyBuffer().readNullableSimpleString();
        if (text == null) {
            return new byte[0];
        }
        try {
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text.toString()));
            byte[] body = new byte[utf8.remaining()];
            utf8.get(body);
            return body;
        } catch (CharacterCodingException e) {
            throw unreadable(
                    "encoding",
                    "Its text holds half of a surrogate pair, which is no character.",
                    "Send whole characters.");
        }
    }

    private byte[] binary() throws UnreadableException {
        if (message.getBodySize() > limit) {
            throw tooLarge(message.getBodySize());
        }
        byte[] body = new byte[message.getBodyBuffer().readableBytes()];
        message.getBodyBuffer().readBytes(body);
        return body;
    }

    /** The first bytes of the body as they lie in the broker, for the dead letter of a message that cannot be read. */
    byte[] raw() {
        Bounded kept = new Bounded(limit);
        try {
            message.getBodyBuffer().resetReaderIndex();
            message.saveToOutputStream(kept);
        } catch (ActiveMQException | RuntimeException e) {
            // Whatever came until then is what can be kept of it.
            return kept.toByteArray();
        }
        return kept.toByteArray();
    }

    private UnreadableException type(String what) {
        return unreadable(
                "message-type",
                "It is " + what + ".",
                "Send the " + integration.format() + " document as a TextMessage or a BytesMessage (AMQP: a string or"
                        + " binary body).");
    }

    private UnreadableException tooLarge(long bytes) {
        return unreadable(
                "too-large",
                "Its body has " + bytes + " bytes, at most " + limit + " are taken; the first of them are kept.",
                "Send smaller messages, or raise hub.http.body-limit.");
    }

    private UnreadableException unreadable(String code, String why, String mend) {
        return new UnreadableException(integration.name(), code, why, mend);
    }

    /** Keeps the first bytes and lets the rest pass. */
    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int limit;

        Bounded(int limit) {
            this.limit = limit;
        }

        @Override
        public void write(int b) {
            if (kept.size() < limit) {
                kept.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, Math.min(length, limit - kept.size()));
        }

        byte[] toByteArray() {
            return kept.toByteArray();
        }
    }
}
