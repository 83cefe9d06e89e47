package io.d365hub.simulator.query;

import io.d365hub.simulator.store.Database;
import java.time.Instant;
import java.util.UUID;

/**
 * What conditions may ask about the request that they belong to.
 *
 * @param database the rows
 * @param userId who asks
 * @param businessUnitId where that user works
 * @param now when the request was read; dates are those of UTC
 */
public record QueryContext(Database database, UUID userId, UUID businessUnitId, Instant now) {}
