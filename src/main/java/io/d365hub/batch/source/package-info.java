/**
 * Where the rows of batches come from over a network: SQL databases, OData services, HTTP APIs with JSON, and the changes of
 * Dataverse tables. Each kind has a sub-package with its Camel component. All of them read page by page, hand out positions
 * with every row, and tell a source that is busy or away from one that is set up wrongly.
 */
package io.d365hub.batch.source;
