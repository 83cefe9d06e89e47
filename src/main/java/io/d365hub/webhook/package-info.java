/**
 * Events of Dataverse in, and their registration there. Knows messages and failures; routes and the root join it with the
 * doors and with Dataverse.
 */
package io.d365hub.webhook;
