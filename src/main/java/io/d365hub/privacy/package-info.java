/**
 * Which columns hold personal data, and how messages are shown without it. Knows no other package of ours, so that pages,
 * exports and the command line mask alike.
 */
package io.d365hub.privacy;
