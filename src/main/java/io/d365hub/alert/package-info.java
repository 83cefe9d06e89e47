/**
 * Alerts: what an operator should hear of without looking. {@link io.d365hub.alert.Alerts} writes each into the log and hands
 * it to the channels, at most once in a quiet time for each subject and for all hubs of a database together.
 *
 * <p>Uses {@code database}. Who raises alerts, and webhooks as a channel, are the root's. No alert holds personal data: no
 * payload, no record key, no words of a target.
 */
package io.d365hub.alert;
