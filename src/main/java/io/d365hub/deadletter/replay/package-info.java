/**
 * What an operator sees before a replay: how many letters, what would be refused again, how long it takes. The jobs themselves
 * are {@link io.d365hub.deadletter.Replays}.
 *
 * <p>What it needs of routes and targets is {@link io.d365hub.deadletter.Rehearsals} and
 * {@link io.d365hub.deadletter.replay.TargetOutlook}, which the root package implements.
 */
package io.d365hub.deadletter.replay;
