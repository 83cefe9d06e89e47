package io.d365hub.dataverse.client;

import java.util.HashMap;
import java.util.Map;

/**
 * One HTTP request as it goes out.
 *
 * @param path path and query, percent-encoded, sent as it is
 * @param headers besides those that every request carries
 * @param body empty when there is none
 * @param contentType of the body
 */
record WireRequest(String method, String path, Map<String, String> headers, byte[] body, String contentType) {

    static final String JSON = "application/json; charset=utf-8";

    private static final byte[] NOTHING = {};

    static WireRequest get(String path) {
        return new WireRequest("GET", path, Map.of(), NOTHING, JSON);
    }

    WireRequest withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    WireRequest withHeaders(Map<String, String> others) {
        if (others.isEmpty()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(headers);
        more.putAll(others);
        return new WireRequest(method, path, Map.copyOf(more), body, contentType);
    }

    /** Whether the address is that of one row: all calls about it are alike then. */
    boolean addressesRow() {
        return path.endsWith(")");
    }
}
