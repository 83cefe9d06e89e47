package io.d365hub.simulator.operation;

import io.d365hub.simulator.event.Actor;
import io.d365hub.simulator.event.Bypass;
import java.util.UUID;

/**
 * Who sends a request, and how its writes are to be made.
 *
 * @param userId primary key of the user who acts: the application user, or whom it impersonates
 * @param onBehalfOf primary key of the user who really sends the request; null when it is {@code userId}
 * @param detectingDuplicates whether writes are refused when a duplicate rule matches
 * @param tag what steps are told of the request, its query option {@code tag}; null when there is none
 * @param bypass the steps that are not told at all
 */
public record Caller(UUID userId, UUID onBehalfOf, boolean detectingDuplicates, String tag, Bypass bypass) {

    /** A user who acts for himself; duplicates are not detected, and all steps run. */
    public Caller(UUID userId) {
        this(userId, null, false, null, Bypass.NOTHING);
    }

    /** The same caller acting as another user. */
    Caller actingAs(UUID user) {
        return new Caller(user, realUserId(), detectingDuplicates, tag, bypass);
    }

    Caller withDuplicates(boolean detecting) {
        return new Caller(userId, onBehalfOf, detecting, tag, bypass);
    }

    Caller withTag(String text) {
        return new Caller(userId, onBehalfOf, detectingDuplicates, text, bypass);
    }

    Caller withBypass(Bypass wanted) {
        return new Caller(userId, onBehalfOf, detectingDuplicates, tag, wanted);
    }

    /** Who steps are told it was. */
    Actor actor() {
        return new Actor(userId, realUserId(), tag, bypass);
    }

    /** Primary key of the user whose token the request carries. */
    public UUID realUserId() {
        return onBehalfOf == null ? userId : onBehalfOf;
    }
}
