/**
 * The broker (Artemis): embedded or external, its queues, users and settings, and how a message lies in it.
 *
 * <p>Lanes, doors, ledger and dead letters speak to the broker through this package, so that names of queues and
 * properties are written down once. It may use {@code message} and {@code access}; it knows nothing of Camel or SQL.
 */
package io.d365hub.broker;
