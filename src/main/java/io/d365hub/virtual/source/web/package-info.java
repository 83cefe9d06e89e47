/**
 * What sources behind HTTP share: one bounded, cancellable client, the meaning of answers that are no success, and rows out
 * of JSON.
 */
package io.d365hub.virtual.source.web;
