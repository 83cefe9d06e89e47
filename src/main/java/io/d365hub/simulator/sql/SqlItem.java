package io.d365hub.simulator.sql;

import io.d365hub.simulator.query.Aggregation;

/**
 * Something of the SELECT list.
 *
 * @param name what the answer calls it
 * @param method how it is calculated; null for a plain column
 * @param column what it is taken or calculated from; null for the number of rows
 */
record SqlItem(String name, Aggregation.Method method, SqlColumn column) {}
