package io.d365hub.deadletter;

import java.util.UUID;

/**
 * One letter of a replay job.
 *
 * @param position its place in the job, from 1
 * @param letter the letter
 * @param outcome what became of it
 * @param reason why it was left alone; empty when it was not
 */
public record ReplayItem(int position, UUID letter, ReplayOutcome outcome, String reason) {}
