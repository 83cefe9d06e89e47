/**
 * OData v4 by Apache Olingo's server library: the model of a service, the address and options of a request as a {@link
 * io.d365hub.virtual.query.TableQuery}, rows and errors as JSON. Uses Olingo's parser, validator, content negotiation and
 * serialisers, but not its handler: that one blocks a thread for as long as a source takes. Knows nothing of HTTP servers.
 */
package io.d365hub.virtual.odata;
