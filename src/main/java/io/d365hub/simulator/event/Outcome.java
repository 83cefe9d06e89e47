package io.d365hub.simulator.event;

/**
 * How a try to deliver ended.
 *
 * @param delivered whether the receiver took it
 * @param again whether another try may help
 * @param message what is told when it was not taken
 */
record Outcome(boolean delivered, boolean again, String message) {

    static final Outcome DELIVERED = new Outcome(true, false, "");
}
