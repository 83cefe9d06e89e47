/** The {@code batch-sql:} component: rows of any database with a JDBC driver, by keyset pages or through one cursor. */
package io.d365hub.batch.source.sql;
