/**
 * Custom APIs: what their rows declare, what a call may carry and what it answers. Knows {@code model}, {@code store} and
 * {@code odata}.
 */
package io.d365hub.simulator.function;
