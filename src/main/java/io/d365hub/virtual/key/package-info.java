/**
 * GUID keys for rows whose source has none: packed where the natural key fits, named by a hash and looked up otherwise.
 * {@code docs/patterns/virtual-tables.md} holds the layout, which is stable for ever: rows in Dataverse point to it.
 */
package io.d365hub.virtual.key;
