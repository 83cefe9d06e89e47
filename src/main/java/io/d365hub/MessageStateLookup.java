package io.d365hub;

import io.d365hub.broker.Queues;
import io.d365hub.intake.IdempotencyStore;
import io.d365hub.intake.MessageState;
import io.d365hub.intake.MessageState.State;
import io.d365hub.intake.MessageState.WaitsFor;
import io.d365hub.intake.MessageStates;
import io.d365hub.lane.LaneRuntime;
import io.d365hub.lane.LaneStatus;
import io.d365hub.ledger.Ledger;
import io.d365hub.ledger.LedgerEntry;
import io.d365hub.ledger.ReceiptIngester;
import io.d365hub.message.Integration;
import io.d365hub.message.Integrations;
import io.d365hub.message.MessageIds;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Answers in which state a message is. The ledger knows the settled ones. One that it does not know waits, if its id was
 * issued here or belongs to an Idempotency-Key whose message was stored; any other, such as a line of a request, is looked for
 * in the lanes and in the queues. Then the ledger is asked once more, because the message may have been settled meanwhile.
 */
final class MessageStateLookup implements MessageStates {

    /** Searching a queue reads it; above this depth the search would disturb the work. */
    private static final long MOST_SEARCHED = 100_000;

    private final Ledger ledger;
    private final Queues queues;
    private final Integrations integrations;
    private final IdempotencyStore keys;
    private final LaneRuntime lanes;
    private final InstantSource clock;
    private final MessageLineage lineage;

    MessageStateLookup(
            Ledger ledger,
            Queues queues,
            Integrations integrations,
            IdempotencyStore keys,
            LaneRuntime lanes,
            InstantSource clock,
            MessageLineage lineage) {
        this.ledger = ledger;
        this.queues = queues;
        this.integrations = integrations;
        this.keys = keys;
        this.lanes = lanes;
        this.clock = clock;
        this.lineage = lineage;
    }

    @Override
    public Optional<MessageState> find(UUID message) {
        Optional<MessageState> settled = inLedger(message);
        if (settled.isPresent()) {
            return settled.map(state -> explained(message, state));
        }
        Optional<MessageState> queued = waiting(message);
        Optional<MessageState> settledMeanwhile = inLedger(message);
        return (settledMeanwhile.isPresent() ? settledMeanwhile : queued).map(state -> explained(message, state));
    }

    /** Says what a queued message waits for: a target that rests is another matter than an integration that needs somebody. */
    private MessageState explained(UUID message, MessageState state) {
        List<MessageState.Step> steps = lineage.of(message, state);
        if (state.state() != State.QUEUED) {
            return state.with(state.waitsFor(), state.detail(), steps);
        }
        LaneStatus.State lane = lanes.control(state.integration())
                .map(control -> control.status().state())
                // A lane that an operator has suspended is not there.
                .orElse(lanes.isSuspended(state.integration()) ? LaneStatus.State.SUSPENDED : LaneStatus.State.RUNNING);
        return switch (lane) {
            case RUNNING -> state.with(WaitsFor.TURN, state.detail(), steps);
            case PAUSED ->
                state.with(
                        WaitsFor.TARGET,
                        state.detail() + " The target asked for a pause or is out of reach; it goes on by itself.",
                        steps);
            case SUSPENDED ->
                state.with(
                        WaitsFor.PERSON,
                        state.detail() + " Its integration is suspended: somebody has to mend its set-up.",
                        steps);
        };
    }

    private Optional<MessageState> inLedger(UUID message) {
        return ledger.find(message).map(entry -> told(entry).deliveredTo(entry.row()));
    }

    private Optional<MessageState> waiting(UUID message) {
        Collection<Integration> all = integrations.all();
        Optional<MessageState> issued = MessageIds.issuedFor(
                        message,
                        all.stream().map(Integration::name).toList(),
                        clock.instant(),
                        ReceiptIngester.DEFAULT_RETENTION)
                .or(() -> keys.sentTo(message))
                .or(() -> inHand(message, all))
                .map(integration -> queued(integration));
        return issued.isPresent() ? issued : inQueues(message, all);
    }

    private Optional<String> inHand(UUID message, Collection<Integration> all) {
        return all.stream()
                .map(Integration::name)
                .filter(name ->
                        lanes.control(name).filter(lane -> lane.holds(message)).isPresent())
                .findFirst();
    }

    /** Ids of lines tell nothing of themselves. */
    private Optional<MessageState> inQueues(UUID message, Collection<Integration> all) {
        boolean doubtful = false;
        for (Integration integration : all) {
            switch (queues.find(integration, message, MOST_SEARCHED)) {
                case WORK, PARK -> {
                    return Optional.of(queued(integration.name()));
                }
                case TOO_MANY_TO_SEARCH -> doubtful = true;
                case NOWHERE -> doubtful |= queues.depth(integration) > 0;
            }
        }
        if (doubtful) {
            // It may be in the hands of a lane at this moment.
            throw new MessageStates.UndecidedException(
                    "The message is not settled, and too much is under way to tell whether it waits.");
        }
        return Optional.empty();
    }

    private static MessageState queued(String integration) {
        return new MessageState(integration, State.QUEUED, "It waits for its turn.", Optional.empty());
    }

    private static MessageState told(LedgerEntry entry) {
        return switch (entry.state()) {
            case DELIVERED -> arrived(entry, State.DELIVERED, "");
            case FILTERED -> arrived(entry, State.FILTERED, "The integration chose not to deliver it.");
            case DEAD -> state(entry, State.DEAD, "It could not be delivered and is kept as a dead letter.");
            case DISCARDED -> state(entry, State.DISCARDED, "An operator gave it up.");
            case PARKED -> state(entry, State.QUEUED, "It is parked: it waits for something else, and is tried again.");
            case REPLAYING -> state(entry, State.QUEUED, "It was a dead letter and is being replayed.");
        };
    }

    private static MessageState arrived(LedgerEntry entry, State state, String detail) {
        List<MessageState.Step> steps = List.of(
                MessageState.Step.of("accepted", entry.acceptedAt()), MessageState.Step.of(state, entry.changedAt()));
        return state(entry, state, detail).with(WaitsFor.NOTHING, detail, steps);
    }

    private static MessageState state(LedgerEntry entry, State state, String detail) {
        return new MessageState(entry.integration(), state, detail, Optional.of(entry.changedAt()));
    }
}
