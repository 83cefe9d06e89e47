/**
 * FetchXML: reads a query, joins, filters, orders, pages and sums up. For {@code operation}, which answers requests with
 * it. Conditions beyond plain comparisons and sums are those of {@code simulator.query}.
 */
package io.d365hub.simulator.fetch;
