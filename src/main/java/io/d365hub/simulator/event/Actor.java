package io.d365hub.simulator.event;

import java.util.UUID;

/**
 * Who causes an event.
 *
 * @param user who acts
 * @param initiatingUser who sent the request; another one when he acts for {@code user}
 * @param tag the request's query option {@code tag}; null when there is none
 * @param bypass the steps that the request does not want to run
 */
public record Actor(UUID user, UUID initiatingUser, String tag, Bypass bypass) {}
