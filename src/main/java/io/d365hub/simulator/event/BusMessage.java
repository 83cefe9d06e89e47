package io.d365hub.simulator.event;

import java.util.Map;

/**
 * A context for a queue or topic.
 *
 * @param body the document
 * @param contentType what it is written in
 * @param properties the application properties
 * @param persistent whether the bus is to keep it on disk
 */
public record BusMessage(byte[] body, String contentType, Map<String, String> properties, boolean persistent) {}
