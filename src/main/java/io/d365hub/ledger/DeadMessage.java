package io.d365hub.ledger;

import java.util.UUID;

/**
 * A message whose dead letter an operator acts upon.
 *
 * @param sequence of the acceptance that died
 * @param acceptedAt milliseconds since the epoch
 */
public record DeadMessage(UUID message, String integration, UUID keyDigest, long sequence, long acceptedAt) {}
