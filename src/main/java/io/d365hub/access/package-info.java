/**
 * Who may do what at the hub's doors: the clients, their API keys and the integrations that they may send to. HTTP and
 * JMS ask the same list. Uses only the JDK.
 */
package io.d365hub.access;
