package io.d365hub.lane;

import io.d365hub.broker.ControlMessages;
import io.d365hub.broker.InProcessSession;
import io.d365hub.broker.MessageCodec;
import io.d365hub.message.HubMessage;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.MessageHandler;

/**
 * Receives the messages of one consumer, reads them and puts them into the lane's mailbox. On a thread of the broker's client
 * it waits while the lane is full, which makes the broker wait; the broker itself is told that there is no room. Closing its
 * places ends either.
 */
final class Taker implements MessageHandler, InProcessSession.Receiver {

    private final Shift shift;
    private final Places places;
    private final Mailbox mailbox;
    private final ParkPass pass;
    private boolean wasFull;

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
        Row row = read(message);
        if (row == null) {
            return;
        }
        if (!places.tryTake(row.size)) {
            full();
            if (!places.take(row.size)) {
                return;
            }
        }
        mailbox.put(row);
    }

    @Override
    public boolean hasRoom() {
        if (places.hasRoom()) {
            return true;
        }
        full();
        return false;
    }

    @Override
    public void received(ICoreMessage message) {
        Row row = read(message);
        if (row != null) {
            places.takeNow(row.size);
            mailbox.put(row);
        }
    }

    /** Who is to be told when there is room again after there was none. */
    void tellOfRoom(Runnable listener) {
        places.tellOfRoom(listener);
    }

    /** The shift need not hear of it again. */
    private void full() {
        if (!wasFull) {
            wasFull = true;
            mailbox.put(shift::full);
        }
    }

    /** Null when it is no row: then the lane has it already. */
    private Row read(ICoreMessage message) {
        if (message.containsProperty(ControlMessages.CONTROL)) {
            mailbox.put(() -> shift.controlled(message));
            return null;
        }
        if (!MessageCodec.isMessageOfHub(message)) {
            mailbox.put(() -> shift.foreign(message));
            return null;
        }
        try {
            // Here and not on the lane's thread: the client discards the body of a large message afterwards.
            HubMessage decoded = MessageCodec.decode(message);
            UUID key = UUID.fromString(message.getStringProperty(MessageCodec.KEY_DIGEST));
            return new Row(shift, message, decoded, key, places.kibibytes(decoded.body().length), pass);
        } catch (RuntimeException e) {
            mailbox.put(() -> shift.lost(e));
            return null;
        }
    }
}
