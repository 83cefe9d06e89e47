/**
 * The SQL database that holds all lasting state but the messages in flight: PostgreSQL, or one H2 file by default. Opens
 * it, brings its tables up to date, hands out {@code Jdbi}, and keeps the list of hub processes that share it.
 *
 * <p>Knows nothing of ours, so that every package with state may use it.
 */
package io.d365hub.database;
