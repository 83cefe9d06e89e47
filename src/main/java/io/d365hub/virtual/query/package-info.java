/**
 * What is asked of a virtual table: filter, order, columns, page. Immutable, free of OData and of any source; every value
 * is in the {@link io.d365hub.virtual.VirtualColumn#sourceType source type} of the column that it is compared with.
 */
package io.d365hub.virtual.query;
