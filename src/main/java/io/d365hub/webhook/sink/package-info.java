/**
 * {@code webhook-delivery:}, the Camel endpoint that sends a message to a receiver, signed. The calls themselves are in {@link
 * io.d365hub.webhook.delivery}.
 */
package io.d365hub.webhook.sink;
