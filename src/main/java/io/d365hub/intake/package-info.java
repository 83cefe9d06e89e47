/**
 * The doors: what comes in over HTTP is authenticated, measured, checked, given its identity and stored durably, before
 * its caller is told 202. {@link io.d365hub.intake.MessageCheck} is shared with the JMS doors.
 *
 * <p>May use {@code message}, {@code failure}, {@code access}, {@code broker} and {@code database}. Only the root package
 * wires it.
 */
package io.d365hub.intake;
