/**
 * The Camel component {@code dataverse:} - rows of Microsoft Dataverse as an endpoint of any Camel route.
 *
 * <p>Routes use it by its URI; the root configures it. It translates exchanges to and from
 * {@code io.d365hub.dataverse.client}, which does the talking, and uses {@code failure} for what it cannot read itself.
 */
package io.d365hub.dataverse;
