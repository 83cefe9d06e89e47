/** The {@code batch-odata:} component: rows of OData v4 services, and their changes where they offer delta links. */
package io.d365hub.batch.source.odata;
