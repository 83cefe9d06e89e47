package io.d365hub.deadletter;

import java.time.Instant;

/**
 * One edit of a dead letter.
 *
 * @param version 1 for the first edit
 * @param at when
 * @param who the operator
 * @param reason what the operator said
 * @param content what a replay sends since then, until the next edit; personal data
 */
public record LetterVersion(int version, Instant at, String who, String reason, LetterContent content) {}
