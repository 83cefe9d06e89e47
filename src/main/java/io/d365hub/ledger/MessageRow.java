package io.d365hub.ledger;

import java.util.UUID;

/**
 * What the ledger knows of one accepted message, and how that changes. Immutable.
 *
 * @param deathsToCome how many deaths an operator has already acted upon although their receipts are not folded yet: the
 *     dead letter and the receipt come through different queues. Those receipts are old news when they come
 * @param targetRow the row that it was delivered to, when that is new; empty otherwise: what is stored already is not read again
 */
record MessageRow(
        Ref ref,
        int integration,
        MessageState state,
        long acceptedAt,
        long settledAt,
        int deathsToCome,
        String targetRow) {

    /** One acceptance of a message: the id may be accepted again when its idempotency key is forgotten. */
    record Ref(UUID id, long sequence) {

        static Ref of(Receipt.Entry entry) {
            return new Ref(entry.message(), entry.sequence());
        }

        static Ref of(DeadMessage message) {
            return new Ref(message.message(), message.sequence());
        }
    }

    static MessageRow first(int integration, Receipt.Entry entry) {
        return new MessageRow(
                Ref.of(entry),
                integration,
                MessageState.of(entry.outcome()),
                entry.acceptedAt(),
                entry.settledAt(),
                0,
                entry.row());
    }

    /** The row of a message on which an operator acts before anything of it has been folded. */
    static MessageRow first(int integration, DeadMessage message, MessageState next, long now) {
        return new MessageRow(Ref.of(message), integration, next, message.acceptedAt(), now, 1, "");
    }

    /** The row of a message that was given up so long ago that its row was deleted, and is dead again. */
    static MessageRow dead(int integration, DeadMessage message, long now) {
        return new MessageRow(Ref.of(message), integration, MessageState.DEAD, message.acceptedAt(), now, 0, "");
    }

    /** The row of a message that was given up and is dead again. */
    MessageRow restored(long now) {
        return with(MessageState.DEAD, now, deathsToCome);
    }

    /** The row after a receipt's entry for this message; the order of the receipts is the truth. */
    MessageRow after(Receipt.Entry entry) {
        return switch (entry.outcome()) {
            case DEAD ->
                deathsToCome > 0 ? with(state, settledAt, deathsToCome - 1) : with(MessageState.DEAD, entry, 0);
            case PARKED ->
                // Before a death that has been acted upon: outdated. While replaying: it stays a replay.
                deathsToCome > 0 || state == MessageState.REPLAYING ? this : with(MessageState.PARKED, entry, 0);
            case DELIVERED, FILTERED, DISCARDED -> with(MessageState.of(entry.outcome()), entry, 0);
        };
    }

    /** The row after an operator's act on the dead letter of this message. */
    MessageRow after(MessageState act, long now) {
        return with(act, now, state == MessageState.DEAD ? deathsToCome : deathsToCome + 1);
    }

    private MessageRow with(MessageState next, Receipt.Entry entry, int deaths) {
        String target = entry.row().isEmpty() ? targetRow : entry.row();
        return new MessageRow(ref, integration, next, acceptedAt, entry.settledAt(), deaths, target);
    }

    private MessageRow with(MessageState next, long at, int deaths) {
        return new MessageRow(ref, integration, next, acceptedAt, at, deaths, targetRow);
    }
}
