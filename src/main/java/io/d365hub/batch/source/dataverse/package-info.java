/**
 * The {@code batch-dataverse:} component: the rows of a Dataverse table, and then their changes, towards any endpoint. What it
 * needs of Dataverse is behind {@link io.d365hub.batch.source.dataverse.ChangeFeed}, which the root implements.
 */
package io.d365hub.batch.source.dataverse;
