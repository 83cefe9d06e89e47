package io.d365hub.simulator.event;

import java.time.Instant;
import java.util.UUID;

/**
 * What an event carries beside the row: the ids of its run.
 *
 * @param correlation the same for everything that one request caused
 * @param request the request
 * @param operation the system job; the request in synchronous steps
 * @param created when the job was made
 */
record Occasion(UUID correlation, UUID request, UUID operation, Instant created) {}
