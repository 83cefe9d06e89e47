/**
 * Events of Dataverse on their way in: taken at the door as they come, read in the route as {@link
 * io.d365hub.webhook.event.ChangeEvent}.
 */
package io.d365hub.webhook.event;
