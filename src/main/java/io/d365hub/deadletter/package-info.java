/**
 * Dead letters: keeps what could not be delivered, shows it by cause, replays it and gives it up.
 *
 * <p>May use {@code message}, {@code failure}, {@code broker} and {@code database}. It does not know the ledger: what it
 * needs of it is {@link io.d365hub.deadletter.MessageLedger}, which the root package implements. A letter's record key,
 * headers and body are personal data: only {@link io.d365hub.deadletter.DeadLetterStore#show} gives them out, and nothing
 * logs them.
 */
package io.d365hub.deadletter;
