/**
 * The operators' face of the hub on the management port: the admin API under {@code /admin}; the pages are in {@code web}, and
 * who uses them in {@code signin}.
 *
 * <p>What it needs of parts that it may not know it asks through small interfaces that the root implements.
 */
package io.d365hub.console;
