/**
 * Replaces routes, kamelets and mappings of a running hub when their files change: what is new is checked first, then the old
 * route is drained and taken out, and the new one started; what is wrong changes nothing.
 *
 * <p>May use {@code check} and Camel. The root says what doors stay open meanwhile.
 */
package io.d365hub.reload;
