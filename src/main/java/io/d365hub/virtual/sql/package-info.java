/**
 * Tables and views of SQL databases as virtual tables. Filters, order, pages and counts are evaluated by the database; every
 * value is a bound parameter, and every identifier comes from the declaration, is looked up in the database and quoted.
 */
package io.d365hub.virtual.sql;
