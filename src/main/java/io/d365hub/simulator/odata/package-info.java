/**
 * The language of the Web API: URLs, keys, query options, JSON of rows, errors. Reads requests into plain values and
 * writes rows as JSON; changes nothing and opens no socket. Knows {@code simulator.model} and {@code simulator.store}.
 */
package io.d365hub.simulator.odata;
