/**
 * Subscriptions to webhooks: who wants which events, declared in files or through the admin API and kept in the database
 * ({@link io.d365hub.webhook.subscription.Subscription}, {@link io.d365hub.webhook.subscription.SubscriptionTable}). An event that is
 * published is stored into the queue of each subscription that wants it ({@link io.d365hub.webhook.subscription.Publisher});
 * each queue has a lane of its own, which calls the receiver ({@link io.d365hub.webhook.subscription.Delivery}). What lanes and
 * queues are is behind {@link io.d365hub.webhook.subscription.DeliveryLanes}.
 */
package io.d365hub.webhook.subscription;
