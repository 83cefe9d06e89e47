package io.d365hub.virtual.source.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses with parameters. */
final class Addresses {

    private Addresses() {}

    /** The address with these parameters added; values may hold anything. */
    static URI with(URI base, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return base;
        }
        String query = parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(base + (base.getRawQuery() == null ? "?" : "&") + query);
    }

    /** A value within an address, with nothing left that could end its part. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
