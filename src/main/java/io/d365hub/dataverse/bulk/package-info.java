/**
 * Group commit: rows that wait at the same moment, whoever brought them, travel together, and each gets its own result.
 *
 * <p>{@link io.d365hub.dataverse.bulk.GroupCommit} is the way in. It decides what travels when; how it looks on the wire is
 * the business of {@code io.d365hub.dataverse.client}. No Camel in here.
 */
package io.d365hub.dataverse.bulk;
