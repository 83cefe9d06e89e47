/**
 * The wire to the Dataverse Web API: rows by id and by alternate key, changesets, tokens, and errors that say what they
 * mean. No Camel in here.
 *
 * <p>{@link io.d365hub.dataverse.client.DataverseClient} is the way in. The Camel component ({@code dataverse}) and the
 * root may use this package; it uses {@code throttle} and {@code failure}.
 */
package io.d365hub.dataverse.client;
