/**
 * Finds what is wrong with routes, kamelets and mappings before anything runs: one class for each question. The root's
 * {@code RouteCheck} asks them all.
 *
 * <p>May use {@code yaml}, {@code mapping}, {@code rehearsal}, {@code dataverse.client} and Camel.
 */
package io.d365hub.check;
