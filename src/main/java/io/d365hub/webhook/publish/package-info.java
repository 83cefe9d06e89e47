/** {@code webhook-publish:}, the Camel endpoint that tells all subscriptions of an event. */
package io.d365hub.webhook.publish;
