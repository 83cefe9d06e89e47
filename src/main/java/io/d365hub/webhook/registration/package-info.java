/** The hub's own service endpoints, steps and images in Dataverse: what they should be, what they are, what to change. */
package io.d365hub.webhook.registration;
