package io.d365hub.lane;

import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.MessageCodec;
import io.d365hub.message.HubMessage;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.MessageHandler;

/**
 * Receives the messages of one consumer, reads them and puts them into the lane's mailbox. Runs on the session's thread;
 * it waits while the lane is full, which makes the broker wait. Closing its places ends that.
 */
final class Taker implements MessageHandler {

    private final Shift shift;
    private final Places places;
    private final Mailbox mailbox;
    private final ParkPass pass;

    /** @param pass null for the work queue */
    Taker(Shift shift, Places places, Mailbox mailbox, ParkPass pass) {
        this.shift = shift;
        this.places = places;
        this.mailbox = mailbox;
        this.pass = pass;
    }

    @Override
    public void onMessage(ClientMessage message) {
        if (places.isClosed()) {
            return;
        }
        if (message.containsProperty(ControlMessages.CONTROL)) {
            mailbox.put(() -> shift.controlled(message));
            return;
        }
        if (!message.containsProperty(MessageCodec.ID) || !message.containsProperty(MessageCodec.KEY_DIGEST)) {
            mailbox.put(() -> shift.foreign(message));
            return;
        }
        Row row;
        try {
            // Here and not on the lane's thread: the client discards the body of a large message afterwards.
            HubMessage decoded = MessageCodec.decode(message);
            UUID key = UUID.fromString(message.getStringProperty(MessageCodec.KEY_DIGEST));
            row = new Row(shift, message, decoded, key, places.kibibytes(decoded.body().length), pass);
        } catch (RuntimeException e) {
            mailbox.put(() -> shift.lost(e));
            return;
        }
        if (!places.tryTake(row.size)) {
            mailbox.put(shift::full);
            if (!places.take(row.size)) {
                return;
            }
        }
        mailbox.put(row);
    }
}
