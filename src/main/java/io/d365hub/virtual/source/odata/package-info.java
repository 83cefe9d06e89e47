/** Another OData v4 service as source: queries translated and passed on, its own paging followed, writes with its ETags. */
package io.d365hub.virtual.source.odata;
