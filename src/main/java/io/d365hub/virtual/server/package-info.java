/** The door of virtual tables on the hub's HTTP server: who asks, how often, how much; then OData. */
package io.d365hub.virtual.server;
