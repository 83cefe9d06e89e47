package io.d365hub.simulator.event;

import java.util.Set;

/**
 * A snapshot that goes with a step's events.
 *
 * @param alias its key in the context
 * @param pre whether it is taken before the operation
 * @param post whether it is taken after it
 * @param columns logical names; empty for all
 */
record Image(String alias, boolean pre, boolean post, Set<String> columns) {}
