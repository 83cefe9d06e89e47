package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads what lay in a queue for events, where anybody may have put anything, and says what is wrong with it. */
final class QueuedDocument {

    private static final String BINARY = "application/msbin1";

    private QueuedDocument() {}

    /** @throws EventException when it is no event */
    static JsonNode read(Message message, byte[] body) throws EventException {
        String refusal = message.getHeader(QueuedEvents.REFUSAL, String.class);
        if (refusal != null) {
            throw new EventException(
                    "event-body",
                    refusal,
                    "Send the RemoteExecutionContext as Dataverse writes it: messageformat=2 (Json) of the service endpoint.");
        }
        String type = message.getHeader(Exchange.CONTENT_TYPE, "", String.class).toLowerCase(Locale.ROOT);
        if (type.startsWith(BINARY)) {
            throw new EventException(
                    "event-format",
                    "It is " + BINARY + ", .NET's binary XML, which only .NET can read.",
                    "Set messageformat=2 (Json) on the service endpoint: './hub dataverse register' does. What was lost until then"
                            + " is fetched by reading the rows.");
        }
        try {
            byte[] bytes = body == null ? new byte[0] : body;
            JsonNode document = XmlContext.isXml(bytes) ? XmlContext.read(bytes) : ContextReader.parse(bytes);
            if (ContextReader.isContext(document)) {
                return document;
            }
        } catch (IOException | EventRefusedException e) {
            // Said below.
        }
        throw new EventException(
                "event-malformed",
                "It is no RemoteExecutionContext in JSON or XML.",
                "See who else sends to this queue; Dataverse's events need one of their own.");
    }

    /** The answer to an event of another table or message. */
    static EventException notWanted() {
        return new EventException(
                "event-not-wanted",
                "No route of this queue wants this message of this table.",
                "Register the steps again with './hub dataverse register', which removes those that no route wants.");
    }
}
