package io.d365hub.dataverse;

import io.d365hub.dataverse.client.RowRef;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Message;

/** Notes which row a message was written to, so that whoever follows the message finds the row. */
final class WrittenRow {

    private WrittenRow() {}

    /**
     * Sets {@link DataverseConstants#LAST_ROW}.
     *
     * @param row as the message addressed it
     * @param id as Dataverse answered, where it did
     * @param rows how many were written together with it, itself included
     */
    static void note(Message message, RowRef row, Optional<UUID> id, int rows) {
        // Without the slash that a path in a body begins with.
        String name = id.map(known -> RowRef.byId(row.table(), known))
                .map(RowRef.class::cast)
                .orElse(row)
                .forBody()
                .substring(1);
        message.getExchange()
                .setProperty(DataverseConstants.LAST_ROW, rows > 1 ? name + " and " + (rows - 1) + " more" : name);
    }
}
