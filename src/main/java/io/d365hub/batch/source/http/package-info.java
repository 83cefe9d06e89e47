/**
 * The {@code batch-http:} component: rows of an HTTP API that answers with pages of JSON; and the reading of such pages, which
 * OData services share. Pages are parsed as they arrive, so a page may be larger than the memory.
 */
package io.d365hub.batch.source.http;
