package io.d365hub.deadletter;

import java.time.Instant;
import java.util.UUID;

/** What somebody wrote about a cause, for those who come later. */
public record CauseNote(UUID id, UUID cause, Instant at, String who, String text) {}
