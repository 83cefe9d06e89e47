/**
 * Finds what is wrong with routes, kamelets and mappings before anything runs: one class for each question. The root's
 * {@code RouteCheck} asks them all.
 *
 * <p>May use {@code yaml}, {@code mapping}, {@code rehearsal} and Camel. What a target knows (tables, keys) is asked
 * through {@link io.d365hub.check.TargetTables}, which the root implements.
 */
package io.d365hub.check;
