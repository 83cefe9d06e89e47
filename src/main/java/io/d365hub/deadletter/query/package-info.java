/**
 * The one language in which dead letters are meant, for the command line, the admin API and the console:
 * {@code kind:REFUSED and (code:0x80040237 or text:"does not exist") and age<2h}. {@link
 * io.d365hub.deadletter.query.LetterQuery} is a query that has been understood, {@link
 * io.d365hub.deadletter.query.SqlCondition} the same as SQL with bound parameters.
 */
package io.d365hub.deadletter.query;
