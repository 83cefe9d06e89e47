package io.d365hub.simulator.operation;

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
    private final Map<String, Reference> contentIds = new HashMap<>();

    private Execution(Environment environment, Transaction transaction) {
        this.environment = environment;
        this.transaction = transaction;
    }

    /** Each write is a transaction of its own. */
    public static Execution alone(Environment environment) {
        return new Execution(environment, null);
    }

    /** All writes belong to {@code transaction}. */
    static Execution within(Environment environment, Transaction transaction) {
        return new Execution(environment, transaction);
    }

    public Environment environment() {
        return environment;
    }

    public <T> T write(Function<Transaction, T> work) {
        return transaction != null
                ? work.apply(transaction)
                : environment.database().write(work);
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
