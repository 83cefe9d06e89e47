package io.d365hub.bus.bridge;

import io.d365hub.bus.bridge.Received.Refusal;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;

/** Reads a JMS message, whatever it is: what cannot be read becomes a refusal and never an exception. */
final class MessageReader {

    /** As much as a web server takes in headers. */
    private static final int MOST_PROPERTY_CHARACTERS = 8_192;

    private static final int LONGEST_FIELD = 1_024;
    private static final String CONTENT_TYPE = "ContentType";

    private final int bodyLimit;

    MessageReader(int bodyLimit) {
        this.bodyLimit = bodyLimit;
    }

    Received read(Message message) {
        Optional<Refusal> refusal = Optional.empty();
        byte[] body = new byte[0];
        Map<String, String> properties = Map.of();
        try {
            properties = properties(message);
            body = body(message);
            if (message instanceof ObjectMessage) {
                refusal = refusal("message-type", "It is an ObjectMessage; serialised Java objects are never read.");
            } else if (message instanceof MapMessage || message instanceof StreamMessage) {
                refusal = refusal("message-type", "It is a MapMessage or StreamMessage, or an AMQP map or list.");
            } else if (body.length > bodyLimit) {
                refusal = Optional.of(new Refusal(
                        "too-large",
                        "Its body has " + body.length + " bytes, at most " + bodyLimit
                                + " are taken; the first of them are kept.",
                        "Send smaller messages, or raise hub.http.body-limit."));
                body = Arrays.copyOf(body, bodyLimit);
            }
        } catch (JMSException | RuntimeException e) {
            refusal = refusal(
                    "malformed", "Its body cannot be read (" + e.getClass().getSimpleName() + ").");
        }
        if (properties.entrySet().stream()
                        .mapToInt(one -> one.getKey().length() + one.getValue().length())
                        .sum()
                > MOST_PROPERTY_CHARACTERS) {
            properties = Map.of();
            refusal = refusal(
                    "headers-too-large", "Its properties have more than " + MOST_PROPERTY_CHARACTERS + " characters.");
        }
        return new Received(
                MessageIdentity.of(message, body),
                contentType(message),
                body,
                properties,
                text(message::getJMSCorrelationID),
                text(message::getJMSType),
                text(() -> message.getStringProperty("JMSXGroupID")),
                refusal);
    }

    private static Optional<Refusal> refusal(String code, String why) {
        return Optional.of(
                new Refusal(
                        code,
                        why,
                        "Send the document as a TextMessage or a BytesMessage (AMQP: a data section or a text), data in the body."));
    }

    private static byte[] body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? new byte[0] : text.getText().getBytes(StandardCharsets.UTF_8);
        }
        if (message instanceof BytesMessage bytes) {
            byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(body);
            return body;
        }
        if (message instanceof MapMessage map) {
            // For the eyes of who reads the dead letter.
            Map<String, String> shown = new HashMap<>();
            for (Object name : Collections.list((Enumeration<?>) map.getMapNames())) {
                shown.put(name.toString(), String.valueOf(map.getObject(name.toString())));
            }
            return shown.toString().getBytes(StandardCharsets.UTF_8);
        }
        return new byte[0];
    }

    private static Map<String, String> properties(Message message) throws JMSException {
        Map<String, String> properties = new HashMap<>();
        for (Object name : Collections.list((Enumeration<?>) message.getPropertyNames())) {
            Object value = message.getObjectProperty(name.toString());
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                properties.put(name.toString(), value.toString());
            }
        }
        return properties;
    }

    /** AMQP's own field; Artemis' client shows it, or what the sender wrote beside it, as a property. */
    private static String contentType(Message message) {
        if (message instanceof JmsMessage amqp && amqp.getFacade() instanceof AmqpJmsMessageFacade facade) {
            return facade.getContentType() == null
                    ? text(() -> message.getStringProperty(CONTENT_TYPE))
                    : facade.getContentType().toString();
        }
        String given = text(() -> message.getStringProperty("JMS_AMQP_ContentType"));
        return given.isEmpty() ? text(() -> message.getStringProperty(CONTENT_TYPE)) : given;
    }

    private interface Field {
        String get() throws JMSException;
    }

    private static String text(Field field) {
        try {
            String text = field.get();
            return text == null ? "" : text.length() > LONGEST_FIELD ? text.substring(0, LONGEST_FIELD) : text;
        } catch (JMSException | RuntimeException e) {
            return "";
        }
    }
}
