package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.Actor;
import java.util.UUID;

/**
 * Who sends a request, and how its writes are to be made.
 *
 * @param userId primary key of the user who acts: the application user, or whom it impersonates
 * @param onBehalfOf primary key of the user who really sends the request; null when it is {@code userId}
 * @param detectingDuplicates whether writes are refused when a duplicate rule matches
 * @param tag what steps are told of the request, its query option {@code tag}; null when there is none
 */
public record Caller(UUID userId, UUID onBehalfOf, boolean detectingDuplicates, String tag) {

    /** A user who acts for himself; duplicates are not detected. */
    public Caller(UUID userId) {
        this(userId, null, false, null);
    }

    /** Who steps are told it was. */
    Actor actor() {
        return new Actor(userId, realUserId(), tag);
    }

    /** Primary key of the user whose token the request carries. */
    public UUID realUserId() {
        return onBehalfOf == null ? userId : onBehalfOf;
    }
}
