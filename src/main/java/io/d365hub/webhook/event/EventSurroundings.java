package io.d365hub.webhook.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** What the routes of events need of the rest of the hub. Implementations are thread-safe and do not block. */
public interface EventSurroundings {

    /** Where routes say what they want to hear. */
    Subscriptions subscriptions();

    /**
     * Reads a row as it is now.
     *
     * @param table logical name
     * @param id primary key
     * @return nothing when it is gone
     */
    CompletionStage<Optional<CurrentRow>> read(String table, String id);

    /** The ids of the users as whom the hub itself writes; lower case. */
    CompletionStage<Set<String>> ownUsers();

    /**
     * Notes that an event of a row is about to be worked. Known after a restart, and to all processes of the hub.
     *
     * @param row table and primary key
     * @return how far the row was before
     */
    CompletionStage<RowMark> advance(String integration, String row, RowMark mark);

    /**
     * Takes the events of a queue to the routes that listen to it, until the answer is closed as often as it was asked for.
     *
     * @throws RuntimeException when no setting describes its bus
     */
    Listening listen(EventQueue queue);

    /** Ends the taking of events. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    /** A row as it is now, its values plain. */
    record CurrentRow(ObjectNode values, OptionalLong version) {}
}
