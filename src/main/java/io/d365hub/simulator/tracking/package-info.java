/**
 * Change tracking: which rows have changed and which are gone since a token was issued. For {@code operation}, which
 * answers requests with it, and {@code http}, which lets tests turn it.
 */
package io.d365hub.simulator.tracking;
