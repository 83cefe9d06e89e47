/** The {@code bus:} Camel component: messages of routes to queues and topics. */
package io.d365hub.bus.sink;
