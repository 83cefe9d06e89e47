/**
 * The simulator on the wire: one Vert.x server that answers the token endpoint, the Web API and the controls. Everything
 * runs on the event loops, because nothing here waits: rows are in memory and latency is a timer.
 */
package io.d365hub.simulator.http;
