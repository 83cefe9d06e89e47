package io.d365hub.simulator.store;

import java.util.UUID;

/**
 * A lookup's value: the row that it points at.
 *
 * @param table logical name of the row's table
 * @param id the row's primary key
 */
public record Reference(String table, UUID id) {}
