package io.d365hub.lane;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One run of a row through the route. The route may finish on any thread, the lane's own included: the callback only puts
 * the attempt into the mailbox.
 */
final class Attempt implements AsyncCallback {

    final Row row;
    final Exchange exchange;
    private final Mailbox mailbox;

    Attempt(Row row, Exchange exchange, Mailbox mailbox) {
        this.row = row;
        this.exchange = exchange;
        this.mailbox = mailbox;
    }

    @Override
    public void done(boolean doneSync) {
        mailbox.put(this::settle);
    }

    /** The target has the row in line. Called on any thread, the lane's own included. */
    void inLine() {
        if (mailbox.isOwn()) {
            row.inLine = row.current == this;
        } else {
            mailbox.put(() -> row.shift.inLine(this));
        }
    }

    private void settle() {
        row.shift.finished(this);
    }
}
