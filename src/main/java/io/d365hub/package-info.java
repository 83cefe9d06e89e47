/**
 * The hub itself: reads the settings, starts the parts and joins those that do not know each other. May import every
 * package; nobody imports this one but {@code cli}.
 */
package io.d365hub;
