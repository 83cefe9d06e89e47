package io.d365hub.virtual.source.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request to another service. Immutable; never printed, because headers hold secrets.
 *
 * @param method in capitals
 * @param headers by name
 * @param body sent as JSON, when there is one
 */
public record WebRequest(String method, URI address, Map<String, String> headers, Optional<JsonNode> body) {

    public WebRequest {
        headers = Map.copyOf(headers);
    }

    public static WebRequest get(URI address) {
        return new WebRequest("GET", address, Map.of(), Optional.empty());
    }

    public static WebRequest write(String method, URI address, JsonNode body) {
        return new WebRequest(method, address, Map.of(), Optional.of(body));
    }

    public static WebRequest delete(URI address) {
        return new WebRequest("DELETE", address, Map.of(), Optional.empty());
    }

    /** The same with one header more. */
    public WebRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new WebRequest(method, address, more, body);
    }

    @Override
    public String toString() {
        return "WebRequest[" + method + "]";
    }
}
