/**
 * Starts routes as they are written, within this process alone: what would come in or go out is replaced by stand-ins.
 *
 * <p>May use {@code mapping} and Camel. Used by the cases, which look at what a route sends, and by the check, which only
 * wants to know whether it starts.
 */
package io.d365hub.rehearsal;
