package io.d365hub.intake;

import java.util.Optional;

/**
 * How full the hub is. Asked for each request on an event loop, so both methods answer from memory; someone else samples,
 * about every 100 ms.
 */
public interface IntakePressure {

    /** How many messages of the integration wait, parked ones included. */
    long queued(String integration);

    /** Why nothing may be taken at all just now, as a sentence for callers; e.g. the disk is too full. */
    Optional<String> closed();
}
