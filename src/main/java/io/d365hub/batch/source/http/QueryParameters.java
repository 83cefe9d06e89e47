package io.d365hub.batch.source.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Sets query parameters of addresses; the others stay as they are. */
public final class QueryParameters {

    private QueryParameters() {}

    /**
     * The address with the parameter set to the value, in the place of an earlier one.
     *
     * @param value as a person writes it
     */
    public static URI with(URI uri, String name, String value) {
        String before = uri.getRawQuery() == null
                ? ""
                : Arrays.stream(uri.getRawQuery().split("&", -1))
                        .filter(pair -> !pair.isEmpty() && !pair.equals(name) && !pair.startsWith(name + "="))
                        .collect(Collectors.joining("&"));
        String query = (before.isEmpty() ? "" : before + "&") + name + "=" + encoded(value);
        String text = uri.toString();
        int end =
                text.indexOf('?') >= 0 ? text.indexOf('?') : text.indexOf('#') >= 0 ? text.indexOf('#') : text.length();
        return URI.create(text.substring(0, end) + "?" + query);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
