/**
 * Any Camel route as source: {@code from: virtual:<service>/<Table>}. The question comes as headers, the rows go back as the
 * body; what the route did not evaluate is evaluated in the hub.
 */
package io.d365hub.virtual.source.route;
