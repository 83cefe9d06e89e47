package io.d365hub;

import io.d365hub.broker.Queues;
import io.d365hub.intake.MessageState;
import io.d365hub.intake.MessageState.State;
import io.d365hub.intake.MessageStates;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.LedgerEntry;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import java.util.Optional;
import java.util.UUID;

/**
 * Answers in which state a message is: the ledger knows the settled ones; one that it does not know is looked for in the
 * queues, and then once more in the ledger, because it may have been settled between the two looks.
 */
final class MessageStateLookup implements MessageStates {

    /** Searching a queue reads it; above this depth the search would disturb the work. */
    private static final long MOST_SEARCHED = 100_000;

    private final Ledger ledger;
    private final Queues queues;
    private final Integrations integrations;

    MessageStateLookup(Ledger ledger, Queues queues, Integrations integrations) {
        this.ledger = ledger;
        this.queues = queues;
        this.integrations = integrations;
    }

    @Override
    public Optional<MessageState> find(UUID message) {
        Optional<MessageState> settled = inLedger(message);
        if (settled.isPresent()) {
            return settled;
        }
        Optional<MessageState> queued = inQueues(message);
        Optional<MessageState> settledMeanwhile = inLedger(message);
        return settledMeanwhile.isPresent() ? settledMeanwhile : queued;
    }

    private Optional<MessageState> inLedger(UUID message) {
        return ledger.find(message).map(MessageStateLookup::told);
    }

    private Optional<MessageState> inQueues(UUID message) {
        boolean tooDeep = false;
        for (Integration integration : integrations.all()) {
            Queues.Found found = queues.find(integration, message, MOST_SEARCHED);
            if (found == Queues.Found.YES) {
                return Optional.of(new MessageState(integration.name(), State.QUEUED, "It waits for its turn.", Optional.empty()));
            }
            tooDeep |= found == Queues.Found.UNKNOWN;
        }
        if (tooDeep) {
            throw new IllegalStateException("Too many messages wait to look for a single one");
        }
        return Optional.empty();
    }

    private static MessageState told(LedgerEntry entry) {
        return switch (entry.state()) {
            case DELIVERED -> state(entry, State.DELIVERED, "");
            case FILTERED -> state(entry, State.FILTERED, "The integration chose not to deliver it.");
            case DEAD -> state(entry, State.DEAD, "It could not be delivered and is kept as a dead letter.");
            case DISCARDED -> state(entry, State.DISCARDED, "An operator gave it up.");
            case PARKED -> state(entry, State.QUEUED, "It is parked: it waits for something else, and is tried again.");
            case REPLAYING -> state(entry, State.QUEUED, "It was a dead letter and is being replayed.");
        };
    }

    private static MessageState state(LedgerEntry entry, State state, String detail) {
        return new MessageState(entry.integration(), state, detail, Optional.of(entry.settledAt()));
    }
}
