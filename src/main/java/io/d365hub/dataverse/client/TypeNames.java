package io.d365hub.dataverse.client;

/**
 * What bulk messages must call a table.
 *
 * @param set entity set name, e.g. {@code salesorders}
 * @param logicalName e.g. {@code salesorder}
 * @param primaryKey column of the row's id, e.g. {@code salesorderid}
 */
public record TypeNames(String set, String logicalName, String primaryKey) {}
