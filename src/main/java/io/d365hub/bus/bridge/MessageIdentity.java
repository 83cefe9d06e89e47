package io.d365hub.bus.bridge;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.qpid.jms.message.JmsMessage;

/**
 * What a message is known by when its bus delivers it again. The sender's id alone will not do: some use one for several messages,
 * and those would be lost. Time, number at the bus and content are the same when the bus delivers again.
 */
final class MessageIdentity {

    /** Azure's number of a message in its queue (events spec §2.3 [V]). */
    private static final String SEQUENCE = "x-opt-sequence-number";

    /** Where Artemis keeps the id of a message that came over AMQP. */
    private static final SimpleString FOREIGN_ID = SimpleString.of("NATIVE_MESSAGE_ID");

    private static final String OVER_AMQP = "JMS_AMQP_";

    private MessageIdentity() {}

    /** Empty when nothing of the message tells it from others. */
    static String of(Message message, byte[] body) {
        try {
            String id = id(message);
            String number = number(message, id);
            return id.isEmpty() && number.isEmpty()
                    ? ""
                    : digest(id + "\n" + number + "\n" + message.getJMSTimestamp() + "\n", body);
        } catch (JMSException e) {
            return "";
        }
    }

    /** Artemis gives a message that came over AMQP another id at each delivery over its own protocol. */
    private static String id(Message message) throws JMSException {
        if (message instanceof ActiveMQMessage artemis) {
            ClientMessage core = artemis.getCoreMessage();
            if (core.containsProperty(FOREIGN_ID)) {
                return core.getStringProperty(FOREIGN_ID);
            }
            if (core.getPropertyNames().stream()
                    .anyMatch(name -> name.toString().startsWith(OVER_AMQP))) {
                return "";
            }
        }
        String id = message.getJMSMessageID();
        return id == null ? "" : id;
    }

    private static String number(Message message, String id) {
        if (message instanceof JmsMessage amqp) {
            Object number = amqp.getFacade().getTracingAnnotation(SEQUENCE);
            return number == null ? "" : number.toString();
        }
        return message instanceof ActiveMQMessage artemis && id.isEmpty()
                ? String.valueOf(artemis.getCoreMessage().getMessageID())
                : "";
    }

    private static String digest(String head, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
