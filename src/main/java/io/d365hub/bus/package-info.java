/**
 * Other systems' message brokers, by the names that the settings give them: Artemis over its core protocol or AMQP 1.0, other
 * AMQP 1.0 brokers, Azure Service Bus. Messages come from there by {@code bus.bridge} and go there by {@code bus.sink}.
 */
package io.d365hub.bus;
