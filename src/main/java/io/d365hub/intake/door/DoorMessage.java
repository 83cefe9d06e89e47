package io.d365hub.intake.door;

import io.d365hub.broker.DoorPolicy;
import io.d365hub.intake.PassedHeaders;
import io.d365hub.message.Integration;
import io.d365hub.message.MessageIds;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** What stands on a message at a door, beside its body: who sent it, which one it is, and what of it reaches the route. */
final class DoorMessage {

    /** Name space of ids of messages without duplicate id. */
    private static final UUID NAMESPACE = UUID.fromString("7d0a4b3e-54f1-5c6b-8a27-3d365b0b0002");

    /** What passes from any JMS message, by the name that the route sees. */
    private static final Map<String, SimpleString> FIXED = Map.of(
            "correlation-id", SimpleString.of("JMSCorrelationID"),
            "reply-to", SimpleString.of("JMSReplyTo"),
            "message-type", SimpleString.of("JMSType"),
            "group-id", Message.HDR_GROUP_ID);

    /** As much as a web server takes. Above the size of a large message the broker would refuse it, again and again. */
    static final int MOST_HEADER_CHARACTERS = 8_192;

    private static final String DUPLICATE_ID_HEADER = "duplicate-id";

    private final ClientMessage message;

    DoorMessage(ClientMessage message) {
        this.message = message;
    }

    /**
     * The authenticated user that sent it, as the broker writes it on the message over what the sender wrote there; empty
     * when it does not.
     */
    Optional<String> sender() {
        return text(DoorPolicy.SENDER).filter(name -> !name.isBlank());
    }

    /** Equal for a message that is delivered again, and for one that its sender sends again with its duplicate id. */
    UUID id(String sender, String integration) {
        return duplicateId()
                .map(key -> MessageIds.forIdempotencyKey(sender, integration, key))
                // The broker's number alone would start anew with a new broker folder.
                .orElseGet(() -> MessageIds.version5(
                        NAMESPACE,
                        integration + " " + message.getMessageID() + " " + message.getTimestamp() + " "
                                + message.getUserID()));
    }

    private Optional<String> duplicateId() {
        Optional<String> noted = text(DoorPolicy.DUPLICATE_ID);
        return noted.isPresent() ? noted : text(Message.HDR_DUPLICATE_DETECTION_ID);
    }

    /**
     * The fixed ones, and those on the integration's list; a JMS property cannot hold a dash, so '_' stands for it.
     *
     * @throws UnreadableException when they are larger than {@link #MOST_HEADER_CHARACTERS}
     */
    Map<String, String> headers(Integration integration) throws UnreadableException {
        Map<String, String> headers = allHeaders(integration);
        int characters = headers.values().stream().mapToInt(String::length).sum();
        if (characters > MOST_HEADER_CHARACTERS) {
            throw new UnreadableException(
                    integration.name(),
                    "headers-too-large",
                    "Its properties that reach the route (" + String.join(", ", new TreeSet<>(headers.keySet()))
                            + ") have " + characters + " characters, at most " + MOST_HEADER_CHARACTERS + " are taken.",
                    "Send less in properties; data belongs into the body.");
        }
        return headers;
    }

    private Map<String, String> allHeaders(Integration integration) {
        Map<String, String> headers = new HashMap<>();
        FIXED.forEach((name, property) -> text(property).ifPresent(value -> headers.put(name, value)));
        duplicateId().ifPresent(value -> headers.put(DUPLICATE_ID_HEADER, value));
        if (!integration.headers().isEmpty()) {
            for (SimpleString property : message.getPropertyNames()) {
                String name = property.toString().toLowerCase(Locale.ROOT);
                String listed = integration.headers().contains(name) ? name : name.replace('_', '-');
                if (integration.headers().contains(listed)
                        && PassedHeaders.mayPass(name)
                        && PassedHeaders.mayPass(listed)) {
                    text(property).ifPresent(value -> headers.put(listed, value));
                }
            }
        }
        return headers;
    }

    Optional<String> text(SimpleString property) {
        Object value = message.getObjectProperty(property);
        boolean readable = value instanceof SimpleString
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean;
        return readable ? Optional.of(value.toString()) : Optional.empty();
    }
}
