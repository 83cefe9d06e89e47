/**
 * The operators' face of the hub: the admin API under {@code /admin} on the management port. Later the web page.
 *
 * <p>May use {@code deadletter}, {@code ledger}, {@code message} and {@code failure}; what it needs of other parts it asks
 * through small interfaces that the root implements.
 */
package io.d365hub.console;
