/**
 * Connections to other systems that have a name: databases and credentials, as the settings describe them. Batches and
 * virtual tables find them in Camel's registry, so that no route holds an address with a password.
 */
package io.d365hub.connection;
