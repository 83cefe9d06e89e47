/**
 * Answers queries over rows that are in the hub already, for sources that cannot evaluate all of a query themselves: exact,
 * in three-valued logic, by the same rules as the SQL source. Free of input and output; the row limit is kept here.
 */
package io.d365hub.virtual.evaluation;
