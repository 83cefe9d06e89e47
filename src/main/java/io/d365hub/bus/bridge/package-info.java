/**
 * From a queue elsewhere to a door of the hub: receive, store durably here under a duplicate id, then acknowledge there. Needs
 * no transactions of the other broker.
 */
package io.d365hub.bus.bridge;
