/**
 * What can go wrong with a message and what is to be done about it: kinds of failure, and the three sentences (what, why,
 * mend) that a person reads. Every package may use this one; it uses only the JDK.
 */
package io.d365hub.failure;
