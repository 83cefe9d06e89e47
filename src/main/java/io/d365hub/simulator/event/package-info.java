/**
 * Tells others of what has changed: which steps are registered, the context that each gets, webhooks and bus messages, and
 * the system jobs that carry the asynchronous ones. Only {@code simulator} uses it.
 */
package io.d365hub.simulator.event;
