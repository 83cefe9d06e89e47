/**
 * A stand-in for Microsoft Dataverse: the Web API v9.2 over tables in memory, with a token endpoint, the service
 * protection limits and faults on demand. It imports nothing of the hub, so that a misreading of Dataverse is never
 * shared by both sides of the wire; the hub's launcher and tests start it with
 * {@link io.d365hub.simulator.Simulator#start}. What it does and does not do is in docs/simulator.md.
 */
package io.d365hub.simulator;
