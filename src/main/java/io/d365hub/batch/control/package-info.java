/**
 * What stands between the rows of a run and their target: rows that the target has already, rows that have disappeared from
 * the source, and dry runs. Takes part in runs as {@link io.d365hub.batch.RunParticipant}; what it must know of targets the
 * root tells it.
 */
package io.d365hub.batch.control;
