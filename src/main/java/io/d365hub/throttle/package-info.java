/**
 * How hard the hub may press on one far side: how many calls at once, and when none at all.
 *
 * <p>A {@link io.d365hub.throttle.Governor} is shared by everybody who calls the same environment as the same user, so
 * that one refusal pauses all of them. Uses only the JDK; {@code dataverse.client}, {@code webhook} and {@code virtual}
 * may use it, and the root reads it to explain why work waits. Knows nothing of HTTP or Dataverse.
 */
package io.d365hub.throttle;
