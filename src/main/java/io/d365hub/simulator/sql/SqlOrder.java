package io.d365hub.simulator.sql;

/**
 * Something of ORDER BY.
 *
 * @param item the place in the SELECT list, or -1
 * @param column the column when it is not selected, or null
 * @param descending whether great values come first
 */
record SqlOrder(int item, SqlColumn column, boolean descending) {}
