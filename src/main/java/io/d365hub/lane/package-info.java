/**
 * The spine's consumer: takes the messages of an integration from its partition queues, runs the route for each, collects
 * the verdicts and settles them, dead letters and receipt included, in one commit of the broker.
 *
 * <p>Endpoint {@code lane:<integration>}; {@link io.d365hub.lane.LaneRuntime} is what a process shares among its lanes.
 * May use {@code message}, {@code failure}, {@code broker} and {@code ledger}; it knows neither HTTP nor SQL. Nothing
 * but the root uses it.
 */
package io.d365hub.lane;
