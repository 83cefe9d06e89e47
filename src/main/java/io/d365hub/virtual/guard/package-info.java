/**
 * Stands before each source: bounded threads of its own, time limits that cancel, a circuit breaker, short caching, and
 * joining of equal questions; judges what the source gives.
 */
package io.d365hub.virtual.guard;
