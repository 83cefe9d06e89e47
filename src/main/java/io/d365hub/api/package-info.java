/**
 * What plug-ins are written against: small, and stable. Within one major version of the hub nothing is taken away or changed here;
 * new methods of interfaces that plug-ins implement have defaults. All else of the hub may change at any time.
 *
 * <p>May use Camel's API and nothing of ours.
 */
package io.d365hub.api;
