package io.d365hub.simulator.operation;

import java.util.UUID;

/**
 * Who sends a request.
 *
 * @param userId primary key of the application user
 */
public record Caller(UUID userId) {}
