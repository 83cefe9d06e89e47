/**
 * The SELECT statements that the Web API takes in its option {@code sql}: read-only, one statement, joined tables,
 * nothing nested. Reads a statement into something that runs over {@code store}, with the values and errors of
 * {@code odata} and the sums of {@code query}.
 */
package io.d365hub.simulator.sql;
