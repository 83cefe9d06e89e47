/**
 * The knobs of the simulator that the real service does not have: a clock that can be moved, latency, faults,
 * statistics. Knows the kinds of operations, and nothing of HTTP.
 */
package io.d365hub.simulator.control;
