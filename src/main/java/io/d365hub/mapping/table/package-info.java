/** Declarative mappings of one table to another, column by column: the {@code table-map:} component and its files. */
package io.d365hub.mapping.table;
