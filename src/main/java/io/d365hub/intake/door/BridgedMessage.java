package io.d365hub.intake.door;

import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * A message of another broker, written for a door. What the bridge knows to be unreadable is sent as well, so that it becomes a
 * dead letter like every other one.
 *
 * @param duplicateId equal when the same message comes again; empty for none
 * @param contentType empty when the sender did not say
 * @param body its bytes
 * @param properties by name
 * @param correlationId empty for none
 * @param type empty for none
 * @param group empty for none
 * @param refusal why it cannot be taken
 */
public record BridgedMessage(
        String duplicateId,
        String contentType,
        byte[] body,
        Map<String, String> properties,
        String correlationId,
        String type,
        String group,
        Optional<Refusal> refusal) {

    /** Why a message cannot be taken: short name, reason, remedy. */
    public record Refusal(String code, String why, String mend) {}

    private static final SimpleString REFUSAL = SimpleString.of("hubRefusal");
    private static final SimpleString CONTENT_TYPE = SimpleString.of("JMS_AMQP_ContentType");
    private static final int PARTS = 3;
    private static final int LONGEST_REFUSAL = 1_000;

    /** The message, which any door takes. */
    public ClientMessage encode(ClientSession session) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        // Whoever wants to be a property of the broker's own is left out.
        properties.forEach((name, value) -> {
            if (!name.startsWith("_AMQ") && !name.startsWith("JMS") && !name.startsWith("hub")) {
                message.putStringProperty(name, value);
            }
        });
        put(message, Message.HDR_DUPLICATE_DETECTION_ID, duplicateId);
        put(message, CONTENT_TYPE, contentType);
        put(message, SimpleString.of("JMSCorrelationID"), correlationId);
        put(message, SimpleString.of("JMSType"), type);
        put(message, Message.HDR_GROUP_ID, group);
        put(
                message,
                REFUSAL,
                refusal.map(no -> String.join("\n", no.code(), no.why(), no.mend()))
                        .orElse(""));
        message.getBodyBuffer().writeBytes(body);
        return message;
    }

    private static void put(ClientMessage message, SimpleString name, String value) {
        if (!value.isEmpty()) {
            message.putStringProperty(name, SimpleString.of(value));
        }
    }

    /** @throws UnreadableException with the bridge's own words */
    static void requireNotRefused(ClientMessage message, String integration) throws UnreadableException {
        String told = new DoorMessage(message).text(REFUSAL).orElse("");
        String[] parts = told.split("\n", PARTS);
        if (parts.length == PARTS && told.length() <= LONGEST_REFUSAL) {
            throw new UnreadableException(integration, parts[0], parts[1], parts[2]);
        }
    }

    /** Says nothing of what is in it. */
    @Override
    public String toString() {
        return "BridgedMessage[" + body.length + " bytes]";
    }
}
