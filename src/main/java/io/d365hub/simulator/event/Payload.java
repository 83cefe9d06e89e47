package io.d365hub.simulator.event;

/**
 * A context on its way.
 *
 * @param body the document
 * @param trimmed whether parts were left out because it would be too long
 */
record Payload(byte[] body, boolean trimmed) {}
