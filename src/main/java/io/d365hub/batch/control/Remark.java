package io.d365hub.batch.control;

/**
 * What a run has to say beyond its counts.
 *
 * @param deleted rows that had disappeared from the source and were deleted or deactivated
 * @param text a sentence for people; may be empty
 */
public record Remark(long deleted, String text) {}
