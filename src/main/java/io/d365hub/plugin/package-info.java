/**
 * Loads plug-ins, each in a class loader of its own, and makes what they bring known by name.
 *
 * <p>May use {@code api} and {@code batch}.
 */
package io.d365hub.plugin;
