package io.d365hub.simulator.operation;

import io.d365hub.simulator.odata.Preferences;
import java.util.function.UnaryOperator;

/**
 * A request to the Web API, alone or as a part of a batch.
 *
 * @param method in capitals
 * @param path what follows the service root, not decoded, without query
 * @param query what follows the question mark, not decoded; null when there is none
 * @param headers finds a header by its name in any case; null when it is not there
 * @param body empty when there is none
 * @param serviceRoot the absolute URL of the service, ending in a slash, as the client addresses it
 * @param caller who asks
 * @param preferences what {@code Prefer} says
 */
public record ApiRequest(
        String method,
        String path,
        String query,
        UnaryOperator<String> headers,
        byte[] body,
        String serviceRoot,
        Caller caller,
        Preferences preferences) {

    public ApiRequest(
            String method,
            String path,
            String query,
            UnaryOperator<String> headers,
            byte[] body,
            String serviceRoot,
            Caller caller) {
        this(method, path, query, headers, body, serviceRoot, caller, Preferences.parse(headers.apply("Prefer")));
    }

    /** The same request, sent by another caller. */
    ApiRequest by(Caller other) {
        return new ApiRequest(method, path, query, headers, body, serviceRoot, other, preferences);
    }

    /** The header's value, or null. */
    public String header(String name) {
        return headers.apply(name);
    }

    /** {@code If-None-Match}, or null; clients send the word {@code null} to keep browsers from caching. */
    public String ifNoneMatch() {
        String value = headers.apply("If-None-Match");
        return value == null || value.equals("null") ? null : value;
    }

    /** {@code If-Match}, or null. */
    public String ifMatch() {
        return headers.apply("If-Match");
    }

    /** The absolute URL that the client asked for. */
    public String uri() {
        return serviceRoot + path + (query == null ? "" : "?" + query);
    }
}
