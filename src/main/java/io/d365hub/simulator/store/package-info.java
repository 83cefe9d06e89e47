/**
 * The rows, in memory: one writer at a time, readers without locks, changes visible only when their transaction
 * commits. Knows tables and keys ({@code simulator.model}), and nothing of HTTP or OData.
 */
package io.d365hub.simulator.store;
