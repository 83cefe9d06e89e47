/**
 * How values are compared, tested and summed up, whatever language asks: OData, FetchXML or SQL. Works on plain values;
 * knows {@code simulator.model} and {@code simulator.store} and no syntax.
 */
package io.d365hub.simulator.query;
