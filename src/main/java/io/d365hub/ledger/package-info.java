/**
 * The ledger: in which state every accepted message is. Lanes write receipts into the broker, in the same commit as the
 * acknowledgement; the ingester folds them into SQL, idempotently.
 *
 * <p>May use {@code message}, {@code broker} and {@code database}.
 */
package io.d365hub.ledger;
