/**
 * An HTTP service that answers JSON as source: declared query parameters for the filters that it supports, its paging
 * followed, everything else evaluated in the hub within the row limit.
 */
package io.d365hub.virtual.source.http;
