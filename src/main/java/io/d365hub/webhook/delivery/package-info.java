/**
 * Webhooks out, one delivery at a time: the envelope ({@link io.d365hub.webhook.delivery.Envelope}: plain, Standard
 * Webhooks, CloudEvents), its signature ({@link io.d365hub.webhook.delivery.SigningKeys}), the addresses that may be
 * called ({@link io.d365hub.webhook.delivery.AddressPolicy}, asked at connect time), the call itself ({@link
 * io.d365hub.webhook.delivery.WebhookClient}), and what its outcome means ({@link
 * io.d365hub.webhook.delivery.Receiver}). Knows nothing of Camel, of queues or of subscriptions.
 */
package io.d365hub.webhook.delivery;
