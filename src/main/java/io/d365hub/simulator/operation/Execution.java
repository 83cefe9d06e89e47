package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.EventLog;
import io.d365hub.simulator.odata.ApiError;
import io.d365hub.simulator.odata.ErrorCode;
import io.d365hub.simulator.store.Reference;
import io.d365hub.simulator.store.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Where an operation runs: alone, in its own transaction, or within a changeset. Used by one thread. */
public final class Execution {

    private final Environment environment;
    private final Transaction transaction;
    private final EventLog events;
    private final Map<String, Reference> contentIds = new HashMap<>();

    private Execution(Environment environment, Transaction transaction, EventLog events) {
        this.environment = environment;
        this.transaction = transaction;
        this.events = events;
    }

    /** Each write is a transaction of its own. */
    public static Execution alone(Environment environment) {
        return new Execution(environment, null, new EventLog(environment.events()));
    }

    /** All writes belong to {@code transaction}, whose giver tells {@code events} when it is committed. */
    static Execution within(Environment environment, Transaction transaction, EventLog events) {
        return new Execution(environment, transaction, events);
    }

    public Environment environment() {
        return environment;
    }

    public <T> T write(Function<Transaction, T> work) {
        if (transaction != null) {
            return work.apply(transaction);
        }
        try {
            T result = environment.database().write(begun -> {
                T written = work.apply(begun);
                events.complete();
                return written;
            });
            events.committed();
            return result;
        } finally {
            events.forget();
        }
    }

    /** Where writes tell of themselves. */
    EventLog events() {
        return events;
    }

    /** Notes the row that a part of the changeset has written. */
    void remember(String contentId, Reference row) {
        if (contentId != null && row != null) {
            contentIds.put(contentId, row);
        }
    }

    /** The row that the part {@code $contentId} has written. */
    public Reference written(String contentId) {
        Reference row = contentIds.get(contentId);
        if (row == null) {
            throw new ApiError(
                    ErrorCode.MALFORMED_REQUEST,
                    "Content-ID Reference: '$" + contentId + "' does not exist in the batch context.");
        }
        return row;
    }
}
