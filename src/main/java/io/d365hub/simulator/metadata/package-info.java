/**
 * The model as clients read and change it: {@code EntityDefinitions} and its relatives as JSON, {@code $metadata} as
 * CSDL, new tables, columns, keys, relationships and choices, and the jobs that build the indexes of keys. Knows {@code
 * model}, {@code store} and {@code odata}.
 */
package io.d365hub.simulator.metadata;
