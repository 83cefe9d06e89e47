package io.d365hub.ledger;

/**
 * How the accepted messages of an integration are spread over their states (promise 2).
 *
 * @param name of the integration
 * @param accepted all messages ever accepted: the sum of the five that follow
 * @param queued waiting, in a lane, parked or being replayed
 * @param delivered reached their target
 * @param filtered the route chose not to deliver them
 * @param dead dead letters that wait for an operator
 * @param discarded dead letters that an operator gave up
 * @param lagMillis how far the ledger is behind the lanes; 0 when it is not
 */
public record Balance(
        String name,
        long accepted,
        long queued,
        long delivered,
        long filtered,
        long dead,
        long discarded,
        long lagMillis) {}
