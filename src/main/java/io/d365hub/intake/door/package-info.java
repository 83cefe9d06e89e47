/**
 * The JMS doors: what other systems send to {@code push.<integration>} over Artemis' core protocol or AMQP 1.0 is checked
 * as HTTP checks it and moved to the work queues, or becomes a dead letter, in one transaction of the broker.
 *
 * <p>{@link io.d365hub.intake.door.BridgedMessage} writes such a message for what comes from another broker.
 *
 * <p>May use {@code message}, {@code failure}, {@code broker}, the {@code intake} package above it, and of {@code ledger}
 * only the receipt, because a message that dies at the door is settled there. Only the root package wires it.
 */
package io.d365hub.intake.door;
