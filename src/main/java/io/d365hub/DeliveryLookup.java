package io.d365hub;

import io.d365hub.deadletter.Letter;
import io.d365hub.deadletter.ReplayRequest;
import io.d365hub.deadletter.query.LetterQuery;
import io.d365hub.intake.DeliveryResult;
import io.d365hub.intake.DeliveryResults;
import io.d365hub.intake.MessageState.State;
import io.d365hub.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tells senders who wait what became of their messages: the ledger knows the state, the dead letters know why. */
final class DeliveryLookup implements DeliveryResults {

    private final HubState state;

    DeliveryLookup(HubState state) {
        this.state = state;
    }

    @Override
    public Optional<DeliveryResult> find(UUID message) {
        return state.ledger().find(message).map(LedgerEntry::state).flatMap(known -> switch (known) {
            case DELIVERED -> Optional.of(new DeliveryResult(State.DELIVERED, Optional.empty()));
            case FILTERED -> Optional.of(new DeliveryResult(State.FILTERED, Optional.empty()));
            case DISCARDED -> Optional.of(new DeliveryResult(State.DISCARDED, Optional.empty()));
            case DEAD -> letter(message).map(letter -> new DeliveryResult(State.DEAD, Optional.of(told(letter))));
            case PARKED, REPLAYING -> Optional.empty();
        });
    }

    @Override
    public Optional<UUID> again(UUID message, String client) {
        Optional<UUID> letter = letter(message).map(Letter::id);
        letter.ifPresent(id -> state.replays()
                .create(ReplayRequest.of(List.of(id), "client " + client, "The client sent the message again.")));
        return letter;
    }

    private Optional<Letter> letter(UUID message) {
        return state.deadLetters().list(LetterQuery.OPEN.ofMessage(message), 1, Optional.empty()).letters().stream()
                .findFirst();
    }

    private static DeliveryResult.Letter told(Letter letter) {
        return new DeliveryResult.Letter(letter.id(), letter.kind().name(), letter.what(), letter.why(), letter.mend());
    }
}
