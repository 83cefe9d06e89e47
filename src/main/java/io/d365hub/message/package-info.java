/**
 * What a message is in the hub: its identity, its record key and partition, and the integration it belongs to.
 *
 * <p>Every package may use this one; it uses only the JDK, so that HTTP, JMS, lanes, ledger and dead letters agree on
 * one vocabulary without knowing each other.
 */
package io.d365hub.message;
