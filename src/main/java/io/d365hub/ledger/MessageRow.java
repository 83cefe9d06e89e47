package io.d365hub.ledger;

import java.util.UUID;

/**
 * What the ledger knows of one message, and how that changes. Immutable.
 *
 * @param deathsToCome how many deaths an operator has already acted upon although their receipts are not folded yet: the
 *     dead letter and the receipt come through different queues. Those receipts are old news when they come
 */
record MessageRow(
        UUID id,
        int integration,
        MessageState state,
        UUID keyDigest,
        long sequence,
        long acceptedAt,
        long settledAt,
        int deathsToCome) {

    static MessageRow first(int integration, Receipt.Entry entry) {
        return new MessageRow(
                entry.message(),
                integration,
                MessageState.of(entry.outcome()),
                entry.keyDigest(),
                entry.sequence(),
                entry.acceptedAt(),
                entry.settledAt(),
                0);
    }

    /** The row after a receipt's entry for this message; the order of the receipts is the truth. */
    MessageRow after(Receipt.Entry entry) {
        if (entry.sequence() < sequence) {
            // The id was accepted again later (its idempotency key came again); what this entry tells is outdated.
            return this;
        }
        if (entry.sequence() > sequence) {
            return first(integration, entry);
        }
        return switch (entry.outcome()) {
            case DEAD -> deathsToCome > 0 ? with(state, settledAt, deathsToCome - 1) : after(MessageState.DEAD, entry);
            case PARKED ->
                // Before a death that has been acted upon: outdated. While replaying: it stays a replay.
                deathsToCome > 0 || state == MessageState.REPLAYING ? this : after(MessageState.PARKED, entry);
            case DELIVERED, FILTERED, DISCARDED -> after(MessageState.of(entry.outcome()), entry);
        };
    }

    private MessageRow after(MessageState next, Receipt.Entry entry) {
        return with(next, entry.settledAt(), 0);
    }

    /** The row after an operator's act on the dead letter of this message. */
    MessageRow afterAct(MessageState next, long sequenceOfLetter, long now) {
        if (sequenceOfLetter < sequence) {
            return this;
        }
        return with(next, now, state == MessageState.DEAD ? deathsToCome : deathsToCome + 1);
    }

    private MessageRow with(MessageState next, long at, int deaths) {
        return new MessageRow(id, integration, next, keyDigest, sequence, acceptedAt, at, deaths);
    }
}
