/** Describes the hub's Camel components for Camel's catalog, from their annotations. */
package io.d365hub.catalog;
