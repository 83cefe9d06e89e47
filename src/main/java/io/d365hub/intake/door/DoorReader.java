package io.d365hub.intake.door;

import io.d365hub.failure.Failure;
import io.d365hub.failure.FailureKind;
import io.d365hub.intake.MessageCheck;
import io.d365hub.intake.MessageRefusedException;
import io.d365hub.intake.Refusal;
import io.d365hub.message.HubMessage;
import io.d365hub.message.Integration;
import io.d365hub.message.Sequence;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** Makes a message of the hub from one at a door, checked as HTTP checks it. Thread-safe. */
final class DoorReader {

    private static final String NO_SENDER = "unknown";

    private final MessageCheck check;
    private final Sequence sequence;
    private final Clock clock;
    private final DoorSettings settings;

    DoorReader(MessageCheck check, Sequence sequence, Clock clock, DoorSettings settings) {
        this.check = check;
        this.sequence = sequence;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * A message as it was read.
     *
     * @param message when {@code failure} is present: what could be kept of it, with its id in place of its record key
     * @param failure why it cannot be accepted
     */
    record Read(HubMessage message, Optional<Failure> failure) {}

    Read read(ClientMessage message, Integration integration) {
        DoorMessage properties = new DoorMessage(message);
        DoorBody body = new DoorBody(message, integration, settings.bodyLimit());
        String sender = properties.sender().orElse(NO_SENDER);
        UUID id = properties.id(sender, integration.name());
        Map<String, String> headers = Map.of();
        byte[] bytes = null;
        try {
            if (properties.sender().isEmpty()) {
                throw new UnreadableException(
                        integration.name(),
                        "no-sender",
                        "The broker does not say which user sent it.",
                        "Let the external broker load io.d365hub.broker.DoorPolicy, or set populate-validated-user.");
            }
            headers = properties.headers(integration);
            bytes = body.bytes();
            String recordKey = check.recordKey(bytes, integration);
            return new Read(
                    hubMessage(id, integration, sender, recordKey, headers, body.contentType(), bytes),
                    Optional.empty());
        } catch (UnreadableException e) {
            return dead(id, integration, sender, headers, body, bytes, e.failure());
        } catch (MessageRefusedException e) {
            return dead(id, integration, sender, headers, body, bytes, failure(e.refusal()));
        } catch (RuntimeException e) {
            // A body whose form contradicts its type. Left in the door it would stop all messages behind it.
            UnreadableException unreadable = new UnreadableException(
                    integration.name(),
                    "malformed",
                    "Its body cannot be read (" + e.getClass().getSimpleName() + ").",
                    "Send the document as a TextMessage or a BytesMessage, made by a JMS or AMQP client library.");
            return dead(id, integration, sender, headers, body, bytes, unreadable.failure());
        }
    }

    private Read dead(
            UUID id,
            Integration integration,
            String sender,
            Map<String, String> headers,
            DoorBody body,
            byte[] bytes,
            Failure failure) {
        byte[] kept = bytes == null ? body.raw() : bytes;
        return new Read(
                hubMessage(id, integration, sender, id.toString(), headers, body.contentType(), kept),
                Optional.of(failure));
    }

    private HubMessage hubMessage(
            UUID id,
            Integration integration,
            String sender,
            String recordKey,
            Map<String, String> headers,
            String contentType,
            byte[] body) {
        return new HubMessage(
                id,
                integration.name(),
                sender,
                recordKey,
                sequence.next(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                contentType,
                headers,
                body,
                Optional.empty());
    }

    private static Failure failure(Refusal refusal) {
        return Failure.of(
                FailureKind.UNREADABLE,
                refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                refusal.what(),
                refusal.why(),
                refusal.mend());
    }
}
