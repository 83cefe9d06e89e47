/**
 * The tables that the simulator knows: columns, lookups, alternate keys. Immutable descriptions, no rows. Everything in
 * {@code io.d365hub.simulator} may use it; it uses nothing but the JDK.
 */
package io.d365hub.simulator.model;
